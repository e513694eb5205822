"""SMH0870."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._permissions import allows, roles_of
from sagemaker_hosting.rules._rollout import ALARMS
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RollbackRole(Rule):
    """SageMaker reads the rollback alarms through the execution role of the endpoint.

    Without cloudwatch:DescribeAlarms it cannot see them, and does not roll back on them.
    """

    id = "SMH0870"
    title = "execution role that may not read its rollback alarms"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("rollback-iam-describealarms",)
    pages = (326,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each role that lacks the permission."""
        config = resource.related("EndpointConfig")
        if config is None or not resource.get(ALARMS).is_given:
            return
        for role in roles_of(config):
            if allows(role, "cloudwatch:DescribeAlarms") is False:
                yield self.finding(
                    resource,
                    ALARMS,
                    f"the execution role {role.logical_id} does not allow "
                    "cloudwatch:DescribeAlarms",
                    "allow cloudwatch:DescribeAlarms on the alarms to the execution role",
                )
