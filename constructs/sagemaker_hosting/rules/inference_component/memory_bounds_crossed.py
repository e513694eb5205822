"""SMH0606."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._components import COMPONENT, REQUIREMENTS, specifications
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MemoryBoundsCrossed(Rule):
    """A copy is promised its minimum of memory and never gets more than its maximum."""

    id = "SMH0606"
    title = "maximum memory below the minimum"
    resource_types = (COMPONENT,)
    facts = ("ic-studio-model-fields",)
    pages = (32, 33)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentComputeResourceRequirements.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each maximum below its minimum."""
        for specification in specifications(resource):
            least = specification.get(f"{REQUIREMENTS}/MinMemoryRequiredInMb").number
            most = specification.get(f"{REQUIREMENTS}/MaxMemoryRequiredInMb")
            if least is not None and most.number is not None and most.number < least:
                yield self.finding(
                    resource,
                    most,
                    f"the maximum memory is {most.number:g} MB and the minimum {least:g} MB",
                    f"set MaxMemoryRequiredInMb to {least:g} or more",
                )
