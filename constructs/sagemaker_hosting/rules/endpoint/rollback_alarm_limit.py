"""SMH0412."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.limits import ROLLBACK_ALARMS
from sagemaker_hosting.rules._rollout import ALARMS
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RollbackAlarmLimit(Rule):
    """A deployment watches at most ten alarms."""

    id = "SMH0412"
    title = "too many rollback alarms"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("rollback-alarms-max-ten",)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AutoRollbackConfig.html"
    schema = True

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a list that is too long."""
        alarms = resource.get(ALARMS)
        most = ROLLBACK_ALARMS.value.maximum
        if alarms.length is not None and alarms.length > most:
            yield self.finding(
                resource,
                alarms,
                f"{alarms.length} rollback alarms are listed; allowed are {most:g}",
                "watch fewer (rollback_on=), or combine several in one alarm on metric math",
            )
