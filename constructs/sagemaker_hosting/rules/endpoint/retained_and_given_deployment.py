"""SMH0414."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RetainedAndGivenDeployment(Rule):
    """RetainDeploymentConfig reuses the configuration of the last deployment.

    A DeploymentConfig beside it contradicts.
    """

    id = "SMH0414"
    title = "deployment configuration given and retained"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("guardrails-retain-deployment-config",)
    pages = (335, 339, 344)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for the contradiction."""
        retain = resource.get("RetainDeploymentConfig")
        if retain.boolean and resource.get("DeploymentConfig").is_given:
            yield self.finding(
                resource,
                retain,
                "RetainDeploymentConfig is true and a DeploymentConfig is given as well",
                "remove RetainDeploymentConfig: what the template says should be what happens",
            )
