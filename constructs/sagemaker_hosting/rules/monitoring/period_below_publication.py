"""SMH1121."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PeriodBelowPublication(Rule):
    """A metric that is published every minute has no data in most periods of 10 or 30 seconds.

    What the alarm makes of missing data then decides, and not the metric.
    """

    id = "SMH1121"
    title = "alarm period shorter than the metric is published"
    severity = Severity.WARNING
    resource_types = ("AWS::CloudWatch::Alarm",)
    facts = ("metric-mme-frequency",)
    pages = (100, 101, 103, 107)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each period that is too short."""
        for use, metric in endpoint_metric_uses(resource):
            period = use.period.number
            if period is not None and 0 < period < metric.period:
                yield self.finding(
                    resource,
                    use.period,
                    f"{metric.name} is published every {metric.period} s and the period is "
                    f"{period:g} s",
                    f"set Period to {metric.period} or a multiple of it",
                )
