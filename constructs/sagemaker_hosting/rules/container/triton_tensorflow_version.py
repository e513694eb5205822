"""SMH0279."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._servers import triton_version
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_LAST: Final = (23, 4)


class TritonTensorflowVersion(Rule):
    """From 23.04 on Triton has TensorFlow 2 only; the choice applies to older images."""

    id = "SMH0279"
    title = "ignored choice of TensorFlow"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("triton-env-tf-version",)
    pages = (392,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-frameworks-triton.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each choice without effect."""
        for container in containers(resource):
            chosen = container.get("Environment/SAGEMAKER_TRITON_TENSORFLOW_VERSION")
            image = image_of(container)
            version = triton_version(image) if image is not None else None
            if chosen.is_given and version is not None and version >= _LAST:
                yield self.finding(
                    resource,
                    chosen,
                    f"Triton {version[0]}.{version[1]:02} has one TensorFlow and ignores the "
                    "choice",
                    "remove SAGEMAKER_TRITON_TENSORFLOW_VERSION",
                )
