"""SMH0102."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ModelWithoutContainer(Rule):
    """A model without a container serves nothing.

    The CloudFormation schema requires neither form of one.
    """

    id = "SMH0102"
    title = "model without a container"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("create-model-fields",)
    pages = (40, 41)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a model without a container."""
        listed = resource.get("Containers")
        if resource.get("PrimaryContainer").is_absent and (listed.is_absent or listed.length == 0):
            yield self.finding(
                resource,
                "",
                "the model has no container",
                "give PrimaryContainer (image=, data=) or Containers",
            )
