"""SMH0603."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._components import COMPONENT, specifications
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class OneModelSource(Rule):
    """A component takes its model from a Model, or from an image and an artifact.

    An adapter takes it from its base component and brings an artifact only.
    """

    id = "SMH0603"
    title = "component with no model or two"
    resource_types = (COMPONENT,)
    facts = ("ic-model-source-choice",)
    pages = (23, 37, 44)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentSpecification.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each specification with both sources or neither."""
        for specification in specifications(resource):
            model, container = specification.get("ModelName"), specification.get("Container")
            base = specification.get("BaseInferenceComponentName")
            if model.is_given and container.is_given:
                yield self.finding(
                    resource,
                    container,
                    "the component has both a ModelName and a Container",
                    "keep one: ModelName for a Model, Container for an image and an artifact",
                )
            elif model.is_absent and container.is_absent and base.is_absent:
                yield self.finding(
                    resource,
                    specification.path,
                    "the component has neither a ModelName nor a Container",
                    "set ModelName, or Container with Image and ArtifactUrl",
                )
