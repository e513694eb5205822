"""SMH0424."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._rollout import ALARMS, BLUE_GREEN, ROLLING, ROUTING
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class AlarmSlowerThanBake(Rule):
    """An alarm needs Period x DatapointsToAlarm seconds of bad data before it goes off.

    If the bake is shorter, a fault that first shows on the new fleet cannot roll back within it.
    """

    id = "SMH0424"
    title = "rollback alarm slower than the bake"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("rollback-alarm-window-vs-bake",)
    pages = (328, 329, 338)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each alarm that is slower than the bake."""
        bake = _bake(resource)
        if not bake:
            return
        for alarm in resource.all_related("Alarm"):
            window = _window(alarm)
            if window is not None and window > bake:
                yield self.finding(
                    resource,
                    ALARMS,
                    f"the alarm {alarm.logical_id or alarm.get('AlarmName').text or ''} needs "
                    f"{window:g} s of data and the bake lasts {bake:g} s",
                    f"bake for {window:g} s or more, or shorten Period or DatapointsToAlarm of "
                    "the alarm",
                )


def _bake(endpoint: Resource) -> float | None:
    """Return the seconds that a first shift of traffic is watched; None when not known."""
    if not endpoint.get(ROLLING).is_absent:
        return endpoint.get(f"{ROLLING}/WaitIntervalInSeconds").number
    kind = endpoint.get(f"{ROUTING}/Type").text
    if kind == "ALL_AT_ONCE":
        return endpoint.get(f"{BLUE_GREEN}/TerminationWaitInSeconds").number
    if kind in ("CANARY", "LINEAR"):
        return endpoint.get(f"{ROUTING}/WaitIntervalInSeconds").number
    return None


def _window(alarm: Resource) -> float | None:
    """Return the seconds of data that ``alarm`` needs to go off; None when not known."""
    datapoints = alarm.get("DatapointsToAlarm")
    count = (alarm.get("EvaluationPeriods") if datapoints.is_absent else datapoints).number
    periods = [value.number for value in alarm.values("Metrics/*/MetricStat/Period")]
    periods += [value.number for value in alarm.values("Period")]
    if count is None or not periods:
        return None
    known = [period for period in periods if period is not None]
    return count * max(known) if len(known) == len(periods) else None
