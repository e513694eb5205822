"""SMH1904."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import CONFIG, served
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class GpuWithoutTriton(Rule):
    """On GPUs many models are hosted by Triton, or an image that is built on it.

    The images with SageMaker's inference toolkit and Multi Model Server do it on CPUs only.
    """

    id = "SMH1904"
    title = "many models on a GPU without Triton"
    severity = Severity.WARNING
    resource_types = (CONFIG,)
    facts = ("mme-gpu-triton-only", "mme-toolkit-cpu-only")
    pages = (74, 80, 83, 91, 94)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-support.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant whose image does not do it."""
        for variant, model in served(resource):
            kind = instance_type(variant.get("InstanceType").text or "")
            if kind is None or not kind.has_gpu:
                continue
            for container in containers(model):
                image = image_of(container)
                if image is None or container.get("Mode").text != "MultiModel":
                    continue
                if image.owner is not None and image.repository not in _ON_GPU:
                    yield self.finding(
                        resource,
                        variant.get("InstanceType"),
                        f"{image.repository} hosts many models on CPUs only, and {kind.name} has a "
                        "GPU",
                        "choose an instance type without GPU, or the image sagemaker-tritonserver",
                    )


# The guide names Triton alone; DJL Serving and TorchServe were announced to do it as well.
_ON_GPU: Final = frozenset({"sagemaker-tritonserver", "djl-inference", "pytorch-inference"})
