"""SMH0654."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._same_name import namesake
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ComponentNamesUnique(Rule):
    """Callers address a component, adapters included, by its name alone."""

    id = "SMH0654"
    title = "two components of one name"
    resource_types = ("AWS::SageMaker::InferenceComponent",)
    facts = ("adapter-unique-name",)
    pages = (222,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceComponent.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a name that another component has."""
        other = namesake(resource, "InferenceComponentName")
        if other is not None:
            name = resource.get("InferenceComponentName")
            yield self.finding(
                resource,
                name,
                f"the component is named {name.text!r}, as {other.logical_id} is",
                "give each component a name of its own",
            )
