"""SMH1851."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.neo import targets
from sagemaker_hosting.rules._jobs import CREATE_COMPILATION
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class CompilationTarget(RequestRule):
    """A compilation is for a device or for a platform: one of the two.

    For NVIDIA the compiler has to know the GPU, and the versions of CUDA and TensorRT.
    """

    id = "SMH1851"
    title = "target of a compilation"
    actions = (CREATE_COMPILATION,)
    facts = ("neo-target-exclusive", "neo-cloud-targets")
    pages = (482, 483, 495, 497)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_OutputConfig.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for two targets or none, one that is not known, or NVIDIA alone."""
        output = request.part("OutputConfig")
        device, platform = output.get("TargetDevice"), output.get("TargetPlatform")
        fix = "give either TargetDevice or TargetPlatform"
        if device.is_given and platform.is_given:
            message = "TargetDevice and TargetPlatform are both given"
            yield self.finding(resource, platform, message, fix)
        elif device.is_absent and platform.is_absent:
            message = "neither TargetDevice nor TargetPlatform is given"
            yield self.finding(resource, output, message, fix)
        if device.text is not None and device.text not in targets():
            message = f"TargetDevice is {device.text!r}, which the API does not know"
            yield self.finding(
                resource, device, message, "write the family with an underscore: ml_c5"
            )
        accelerator = output.get("TargetPlatform/Accelerator")
        if accelerator.text == "NVIDIA" and output.get("CompilerOptions").is_absent:
            message = "the accelerator is NVIDIA, and there are no CompilerOptions"
            yield self.finding(
                resource, accelerator, message, "set gpu-code, trt-ver and cuda-ver in them"
            )
