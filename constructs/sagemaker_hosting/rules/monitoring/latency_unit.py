"""SMH1114."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

# No network hop to a container takes less than a millisecond, and nobody queues for less than a
# second.
_SUSPICIOUS: Final = 1000
_NEXT: Final = {"Microseconds": "milliseconds", "Milliseconds": "seconds"}


class LatencyUnit(Rule):
    """ModelLatency and its kin are in microseconds: 100 milliseconds are 100000.

    A threshold below one millisecond was probably meant in milliseconds or seconds. The times that
    asynchronous requests take are in milliseconds, and one below a second was meant in seconds.
    """

    id = "SMH1114"
    title = "latency threshold in the wrong unit"
    severity = Severity.WARNING
    resource_types = ("AWS::CloudWatch::Alarm",)
    facts = (
        "rollback-new-fleet-alarm-sample",
        "async-metric-model-latency",
        "pipeline-metric-latency",
        "async-metric-requestdownloadlatency",
        "async-metric-responseuploadlatency",
        "async-metric-timeinbacklog",
        "async-metric-totalprocessingtime",
        "metric-mme-modelloadingwaittime",
        "metric-mme-modelunloadingtime",
        "metric-mme-modeldownloadingtime",
        "metric-mme-modelloadingtime",
        "metric-mce-containerlatency",
        "metric-mce-overheadlatency",
    )
    pages = (100, 101, 103, 104, 116, 117, 118, 119, 135, 278, 279, 280, 329)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a threshold that is a thousandth of what anybody means."""
        threshold = resource.get("Threshold")
        operator = resource.get("ComparisonOperator").text or ""
        if not resource.get("Metrics").is_absent or not operator.startswith("Greater"):
            return
        for use, metric in endpoint_metric_uses(resource):
            larger = _NEXT.get(metric.unit)
            if larger is None or not use.is_one_value:
                continue
            if threshold.number is not None and 0 < threshold.number < _SUSPICIOUS:
                yield self.finding(
                    resource,
                    threshold,
                    f"the threshold is {threshold.number:g} {metric.unit.lower()} of {metric.name}",
                    f"write {metric.unit.lower()}: {threshold.number * 1000:g} for "
                    f"{threshold.number:g} {larger}",
                )
