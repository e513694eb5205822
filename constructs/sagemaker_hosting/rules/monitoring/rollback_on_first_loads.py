"""SMH1131."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._alarms import rollback_alarms
from sagemaker_hosting.rules._grants import hosts_many_models
from sagemaker_hosting.rules._metric_uses import MetricUse, endpoint_metric_uses
from sagemaker_hosting.rules._models import ENDPOINT
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RollbackOnFirstLoads(Rule):
    """After an update the new instances load each model at its first request, which takes long.

    One slow minute is then no sign of a bad version.
    """

    id = "SMH1131"
    title = "rollback because models are loaded"
    severity = Severity.WARNING
    resource_types = (ENDPOINT,)
    facts = ("mme-latency-after-update",)
    pages = (72,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoints.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each alarm that one slow period sets off."""
        if not hosts_many_models(resource):
            return
        for name, alarm in rollback_alarms(resource):
            needed = alarm.get("DatapointsToAlarm")
            count = (alarm.get("EvaluationPeriods") if needed.is_absent else needed).number
            worst = [metric.name for use, metric in endpoint_metric_uses(alarm) if _is_worst(use)]
            slow = [metric for metric in worst if metric in ("ModelLatency", "OverheadLatency")]
            if slow and count == 1:
                yield self.finding(
                    resource,
                    name,
                    f"one period of slow requests ({slow[0]} of {alarm.logical_id}) takes the "
                    "update back, and the first requests load their models",
                    "set EvaluationPeriods and DatapointsToAlarm to 3 or more",
                )


def _is_worst(use: MetricUse) -> bool:
    """Return whether the slowest requests decide: the maximum, or a percentile."""
    return use.statistic.is_absent or (use.statistic.text or "Average") not in (
        "Average",
        "Minimum",
        "SampleCount",
        "Sum",
    )
