"""SMH1883."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_PERMISSIONS: Final = (
    "AWSRAMDefaultPermissionSageMakerPipeline",
    "AWSRAMPermissionSageMakerPipelineAllowExecution",
)


class PipelineShare(Rule):
    """A pipeline is shared to be read, or to be run as well: with one of two permissions."""

    id = "SMH1883"
    title = "share of a pipeline with another permission"
    resource_types = ("AWS::RAM::ResourceShare",)
    facts = ("pl-cross-account-ram",)
    pages = (640, 641, 642)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-xaccount.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each permission of SageMaker's that is not a pipeline's."""
        for value in resource.values("PermissionArns/*"):
            name = (outline(value.raw) or "${?}").rpartition("/")[2]
            if "SageMakerPipeline" in name and name not in _PERMISSIONS:
                yield self.finding(
                    resource,
                    value,
                    f"there is no permission {name}",
                    f"take {' or '.join(_PERMISSIONS)}",
                )
