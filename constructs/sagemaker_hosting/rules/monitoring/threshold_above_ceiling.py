"""SMH1117."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_ABOVE: Final = "GreaterThanThreshold"


class ThresholdAboveCeiling(Rule):
    """Memory, disk and normalized utilisation end at 100 %: an alarm above that is dead."""

    id = "SMH1117"
    title = "threshold that the metric never reaches"
    resource_types = ("AWS::CloudWatch::Alarm",)
    facts = ("metric-memory-disk-range",)
    pages = (102, 106, 138)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a threshold out of reach."""
        threshold = resource.get("Threshold")
        operator = resource.get("ComparisonOperator").text or ""
        if not resource.get("Metrics").is_absent or not operator.startswith("Greater"):
            return
        for use, metric in endpoint_metric_uses(resource):
            if metric.ceiling != "hundred" or not use.is_one_value:
                continue
            number = threshold.number
            if number is not None and (number > 100 or (number == 100 and operator == _ABOVE)):
                yield self.finding(
                    resource,
                    threshold,
                    f"the threshold is {number:g} % and {metric.name} never exceeds 100 %",
                    "set Threshold below 100",
                )
