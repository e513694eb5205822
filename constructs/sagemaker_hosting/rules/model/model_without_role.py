"""SMH0105."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ModelWithoutRole(Rule):
    """SageMaker reads the artifact and pulls the image as the execution role of the model.

    A model that only inference components use may leave it to the endpoint configuration.
    """

    id = "SMH0105"
    title = "model without an execution role"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("execution-role-purpose", "exec-role-needs", "async-model-fields")
    pages = (41, 270, 595)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a model without a role."""
        if resource.get("ExecutionRoleArn").is_absent:
            yield self.finding(
                resource,
                "",
                "the model has no execution role: SageMaker can read neither artifact nor image",
                "set ExecutionRoleArn (role=)",
            )
