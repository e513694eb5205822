"""SMH0410."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._rollout import ALARMS
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class NoRollbackAlarmsListed(Rule):
    """Automatic rollback watches 1 to 10 alarms.

    An empty list passes the CloudFormation schema and is refused by the API.
    """

    id = "SMH0410"
    title = "automatic rollback without alarms"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("rollback-alarms-max-ten", "rollback-requires-alarms", "cfn-lint-gap")
    pages = (326, 333)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AutoRollbackConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an empty list."""
        alarms = resource.get(ALARMS)
        if alarms.length == 0:
            yield self.finding(
                resource,
                alarms,
                "automatic rollback is configured with an empty list of alarms",
                "list 1 to 10 alarms (rollback_on=), or remove AutoRollbackConfiguration",
            )
