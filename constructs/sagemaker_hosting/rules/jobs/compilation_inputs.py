"""SMH1854."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._jobs import CREATE_COMPILATION
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View

_SHAPED: Final = ("DARKNET", "KERAS", "MXNET", "ONNX", "PYTORCH", "TENSORFLOW", "TFLITE")


class CompilationInputs(RequestRule):
    """The compiler has to know the inputs, except of XGBoost, and of PyTorch 2 for instances."""

    id = "SMH1854"
    title = "compilation without input shapes"
    actions = (CREATE_COMPILATION,)
    facts = ("neo-input-layout",)
    pages = (471, 472, 473)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InputConfig.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for a framework whose inputs are not given."""
        source = request.part("InputConfig")
        framework, version = source.get("Framework"), source.get("FrameworkVersion")
        if framework.text not in _SHAPED:
            return
        may_infer = framework.text == "PYTORCH" and not (version.text or "2").startswith("1")
        if source.get("DataInputConfig").is_absent and not may_infer:
            yield self.finding(
                resource,
                framework,
                f"the framework is {framework.text}, and there is no DataInputConfig",
                'give the shapes of the inputs: {"input": [1, 3, 224, 224]}',
            )
