"""SMH0401."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class OneUpdatePolicy(Rule):
    """An update is either blue/green or rolling; the API refuses a configuration with both.

    The CloudFormation schema lets both through, so the mistake surfaces after the change set.
    """

    id = "SMH0401"
    title = "blue/green and rolling update policies exclude each other"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("guardrails-only-one-policy", "guardrails-two-policy-families")
    pages = (325, 326)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeploymentConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding when both policies are given."""
        blue_green = resource.get("DeploymentConfig/BlueGreenUpdatePolicy")
        rolling = resource.get("DeploymentConfig/RollingUpdatePolicy")
        if blue_green.is_given and rolling.is_given:
            yield self.finding(
                resource,
                rolling,
                "both BlueGreenUpdatePolicy and RollingUpdatePolicy are given",
                "choose one rollout: keep BlueGreenUpdatePolicy (all-at-once, canary, linear) or "
                "RollingUpdatePolicy",
            )
