"""SMH0252."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_MARGIN: Final = "SAGEMAKER_TFS_FRACTIONAL_GPU_MEM_MARGIN"


class TensorflowSettings(Rule):
    """The margin of GPU memory that TensorFlow leaves to its libraries is a share, 0.2 say.

    A percentage, or all of it, leaves nothing to the model.
    """

    id = "SMH0252"
    title = "share of GPU memory out of range"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("env-tfs",)
    pages = (289, 290)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-optimize.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each margin that is no share."""
        for container in containers(resource):
            margin = container.get(f"Environment/{_MARGIN}")
            if margin.number is not None and not 0 <= margin.number < 1:
                yield self.finding(
                    resource,
                    margin,
                    f"{_MARGIN} is {margin.number:g}; it is a share from 0 to below 1",
                    "write 0.2 for 20 %",
                )
