"""SMH1110."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class DeadErrorAlarm(Rule):
    """An error metric is 1 for a failed request and 0 for any other: its average never exceeds 1.

    An alarm on Average above 1 is dead. The sample alarm on page 327 of the guide is one.
    """

    id = "SMH1110"
    title = "alarm that can never go off"
    resource_types = ("AWS::CloudWatch::Alarm",)
    facts = (
        "rollback-sample-4xx-threshold-unreachable",
        "metric-4xx-5xx",
        "alarm-notebook-threshold-misleading",
        "asyncas-step-alarm",
        "metric-mme-modelcachehit",
    )
    pages = (101, 104, 134, 277, 288, 327)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an alarm that is dead."""
        operator = resource.get("ComparisonOperator").text
        threshold = resource.get("Threshold")
        for use, metric in endpoint_metric_uses(resource):
            if not metric.zero_or_one or use.statistic.text not in (
                "Average",
                "Maximum",
                "Minimum",
            ):
                continue
            if not resource.get("Metrics").is_absent or threshold.number is None:
                continue
            if (operator == "GreaterThanThreshold" and threshold.number >= 1) or (
                operator == "GreaterThanOrEqualToThreshold" and threshold.number > 1
            ):
                yield self.finding(
                    resource,
                    threshold,
                    f"{use.statistic.text} of {metric.name} never exceeds 1, and the threshold is "
                    f"{threshold.number:g}",
                    "alarm on a rate (Threshold 0.01 is 1 % of the requests), or on the Sum",
                )
