"""SMH2017."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._changes import updated_in_place
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource


class NothingToRetain(UpdateRule):
    """RetainDeploymentConfig reuses the deployment configuration of the last deployment.

    Where that had none, all traffic is shifted at once, without alarms.
    """

    id = "SMH2017"
    title = "deployment configuration retained that never was"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = (
        "guardrails-retain-deployment-config",
        "guardrails-no-config-no-retain-loses-protection",
    )
    pages = (335, 339, 344)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpoint.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for an endpoint that retains nothing."""
        kept = after.get("RetainDeploymentConfig")
        if kept.boolean is not True or not updated_in_place(before, after):
            return
        earlier = before.get("RetainDeploymentConfig")
        if before.get("DeploymentConfig").is_absent and (
            earlier.is_absent or earlier.boolean is False
        ):
            yield self.finding(
                after,
                kept,
                "the last deployment had no DeploymentConfig that could be retained",
                "give the DeploymentConfig itself (rollout= and rollback_on=)",
            )
