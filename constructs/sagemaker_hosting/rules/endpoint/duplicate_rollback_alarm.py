"""SMH0411."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._rollout import ALARMS
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class DuplicateRollbackAlarm(Rule):
    """Any one alarm rolls back, so naming it twice does nothing but use up one of ten places."""

    id = "SMH0411"
    title = "rollback alarm listed twice"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("rollback-alarm-trip-effect", "rollback-alarms-max-ten")
    pages = (326, 333)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AutoRollbackConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each repetition."""
        seen: list[object] = []
        for alarm in resource.values(f"{ALARMS}/*/AlarmName"):
            if not alarm.is_given:
                continue
            if alarm.raw in seen:
                yield self.finding(
                    resource,
                    alarm,
                    f"the alarm {alarm.text or alarm.raw} is listed twice",
                    "list it once; another alarm may have been meant",
                )
            seen.append(alarm.raw)
