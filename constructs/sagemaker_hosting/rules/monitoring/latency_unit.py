"""SMH1114."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

# Microseconds. No network hop to a container takes less than a millisecond.
_SUSPICIOUS: Final = 1000


class LatencyUnit(Rule):
    """ModelLatency and its kin are in microseconds: 100 milliseconds are 100000.

    A threshold below one millisecond was probably meant in milliseconds or seconds.
    """

    id = "SMH1114"
    title = "latency threshold in the wrong unit"
    severity = Severity.WARNING
    resource_types = ("AWS::CloudWatch::Alarm",)
    facts = (
        "rollback-new-fleet-alarm-sample",
        "async-metric-model-latency",
        "pipeline-metric-latency",
    )
    pages = (135, 278, 329)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a threshold below a millisecond."""
        threshold = resource.get("Threshold")
        operator = resource.get("ComparisonOperator").text or ""
        if not resource.get("Metrics").is_absent or not operator.startswith("Greater"):
            return
        for use, metric in endpoint_metric_uses(resource):
            if metric.unit != "Microseconds" or not use.is_one_value:
                continue
            if threshold.number is not None and 0 < threshold.number < _SUSPICIOUS:
                yield self.finding(
                    resource,
                    threshold,
                    f"the threshold is {threshold.number:g} microseconds of {metric.name}",
                    f"write microseconds: {threshold.number * 1000:g} for {threshold.number:g} "
                    "milliseconds",
                )
