"""SMH0652."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class AdapterRequirements(Rule):
    """An adapter uses what its base component has; a request of its own is refused."""

    id = "SMH0652"
    title = "adapter that asks for compute"
    resource_types = ("AWS::SageMaker::InferenceComponent",)
    facts = ("adapter-no-compute-requirements",)
    pages = (221, 222)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentSpecification.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an adapter with requirements."""
        specification = resource.part("Specification")
        requirements = specification.get("ComputeResourceRequirements")
        if specification.get("BaseInferenceComponentName").is_given and requirements.is_given:
            yield self.finding(
                resource,
                requirements,
                "ComputeResourceRequirements is given for an adapter",
                "remove it, and let the requirements of the base include its adapters",
            )
