"""SMH0201."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ContainerWithoutImage(Rule):
    """A container runs an image, or the image of a model package."""

    id = "SMH0201"
    title = "container without an image"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("create-model-fields", "deploy-prerequisites")
    pages = (22, 40, 41)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each container that runs nothing."""
        for container in containers(resource):
            if container.get("Image").is_absent and container.get("ModelPackageName").is_absent:
                yield self.finding(
                    resource,
                    container,
                    "the container has neither Image nor ModelPackageName",
                    "set Image (image=) or ModelPackageName",
                )
