"""SMH0472."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._alarms import all_uses, rollback_alarms
from sagemaker_hosting.rules._rollout import ALARMS
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_NEW_FLEET: Final = "EndpointConfigName"


class RollbackCountsTheOldFleet(Rule):
    """An alarm on an endpoint and its variant counts the old fleet as well.

    Where the old fleet already fails, such alarms take every update back, its fix included.
    """

    id = "SMH0472"
    title = "rollback alarms that also watch the old fleet"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("rollback-old-fleet-can-abort",)
    pages = (327,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding where no alarm is of the new fleet alone."""
        alarms = list(rollback_alarms(resource))
        if not alarms or len(alarms) != resource.get(ALARMS).length:
            return
        for _, alarm in alarms:
            uses = all_uses(alarm)
            if not uses or any(use.watched is None or _NEW_FLEET in use.values for use in uses):
                return
        yield self.finding(
            resource,
            ALARMS,
            "every rollback alarm also watches the old fleet, whose failures take back their own "
            "fix",
            "add the dimension EndpointConfigName of the new configuration to one of the alarms "
            "(AlarmScope.NEW_FLEET)",
        )
