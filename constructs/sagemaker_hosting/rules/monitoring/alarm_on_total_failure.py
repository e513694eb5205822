"""SMH1111."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class AlarmOnTotalFailure(Rule):
    """An average of 1 means that every single request failed; 1 % is 0.01."""

    id = "SMH1111"
    title = "alarm only when every request fails"
    severity = Severity.WARNING
    resource_types = ("AWS::CloudWatch::Alarm",)
    facts = ("alarm-notebook-threshold-misleading", "metric-4xx-5xx")
    pages = (277,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a threshold of all requests."""
        operator = resource.get("ComparisonOperator").text
        threshold = resource.get("Threshold")
        for use, metric in endpoint_metric_uses(resource):
            if (
                metric.name.endswith("Errors")
                and use.statistic.text == "Average"
                and operator == "GreaterThanOrEqualToThreshold"
                and threshold.number == 1
                and resource.get("Metrics").is_absent
            ):
                yield self.finding(
                    resource,
                    threshold,
                    f"the alarm goes off only when all requests fail ({metric.name} Average is 1)",
                    "write the threshold as a share: 0.01 is 1 % of the requests",
                )
