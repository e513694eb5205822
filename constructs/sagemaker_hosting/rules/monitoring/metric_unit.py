"""SMH1118."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MetricUnit(Rule):
    """Asking for a unit finds only the data points in that unit; latencies come in microseconds."""

    id = "SMH1118"
    title = "metric never published in that unit"
    severity = Severity.WARNING
    resource_types = ("AWS::CloudWatch::Alarm", "AWS::ApplicationAutoScaling::ScalingPolicy")
    facts = ("as-custom-metric-fields", "metric-invocations", "metric-cpu-range")
    pages = (135, 138, 161)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each unit that is never published."""
        for use, metric in endpoint_metric_uses(resource):
            if use.unit.text is not None and metric.unit not in ("None", use.unit.text):
                yield self.finding(
                    resource,
                    use.unit,
                    f"{metric.name} is published in {metric.unit}, not in {use.unit.text}",
                    f"remove Unit, or set it to {metric.unit}",
                )
