"""SMH0607."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._components import COMPONENT, REQUIREMENTS, specifications
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MemoryNotStated(Rule):
    """How much memory a copy needs is the one thing that a component always says.

    The CloudFormation schema does not ask for it, the API does. An adapter uses what its base has.
    """

    id = "SMH0607"
    title = "component without its memory"
    resource_types = (COMPONENT,)
    facts = (
        "sdk-resource-requirements",
        "ic-studio-model-fields",
        "adapter-no-compute-requirements",
    )
    pages = (32, 33, 38, 221, 222)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentComputeResourceRequirements.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each specification without a minimum of memory."""
        for specification in specifications(resource):
            memory = specification.get(f"{REQUIREMENTS}/MinMemoryRequiredInMb")
            base = specification.get("BaseInferenceComponentName")
            if memory.is_absent and base.is_absent:
                yield self.finding(
                    resource,
                    f"{specification.path}/{REQUIREMENTS}",
                    "the component does not say how much memory a copy needs",
                    "set MinMemoryRequiredInMb, 128 or more",
                )
