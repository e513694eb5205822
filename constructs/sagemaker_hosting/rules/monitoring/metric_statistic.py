"""SMH1113."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_PLAIN: Final = ("Average", "Sum", "Minimum", "Maximum", "SampleCount")


class MetricStatistic(Rule):
    """Each metric has its statistics.

    InvocationsPerInstance is meant as a sum, say: its average is 1 / n whatever the load.
    """

    id = "SMH1113"
    title = "statistic that says nothing"
    severity = Severity.WARNING
    resource_types = ("AWS::CloudWatch::Alarm", "AWS::ApplicationAutoScaling::ScalingPolicy")
    facts = (
        "alarm-statistic-valid",
        "metric-invocations-per-instance",
        "metric-invocations",
        "metric-4xx-5xx",
        "async-metric-4xx-5xx",
        "async-metric-has-backlog",
        "sls-metric-concurrent-util",
        "async-metric-requestdownloadfailures",
        "async-metric-responseuploadfailures",
        "async-metric-notificationfailures",
        "async-metric-requestdownloadlatency",
        "async-metric-responseuploadlatency",
        "async-metric-expiredrequests",
        "async-metric-invocationfailures",
        "async-metric-timeinbacklog",
        "async-metric-totalprocessingtime",
        "asyncas-recommended-metric",
    )
    pages = (68, 134, 135, 246, 277, 279, 280, 286)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each statistic without a meaning."""
        for use, metric in endpoint_metric_uses(resource):
            chosen = use.statistic.text
            if chosen in _PLAIN and metric.statistics and chosen not in metric.statistics:
                yield self.finding(
                    resource,
                    use.statistic,
                    f"{chosen} of {metric.name} says nothing ({metric.description})",
                    f"take {' or '.join(sorted(metric.statistics))}",
                )
