"""SMH0101."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class OneContainerDefinition(Rule):
    """A model is one primary container or a list of containers; the API refuses both."""

    id = "SMH0101"
    title = "PrimaryContainer and Containers exclude each other"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("create-model-fields", "pipeline-2-to-15")
    pages = (40, 41)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding when both are given."""
        listed = resource.get("Containers")
        if resource.get("PrimaryContainer").is_given and listed.length:
            yield self.finding(
                resource,
                listed,
                "both PrimaryContainer and Containers are given",
                "keep PrimaryContainer for one container, Containers for a pipeline",
            )
