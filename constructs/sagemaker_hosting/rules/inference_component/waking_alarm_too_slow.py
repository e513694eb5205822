"""SMH0618."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._metric_uses import ALARM, endpoint_metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class WakingAlarmTooSlow(Rule):
    """One request that nothing could serve is one failure: it should wake the component.

    With a sum above 1 in a minute, as in the guide's sample, a single caller waits for ever.
    """

    id = "SMH0618"
    title = "single requests do not wake the component"
    severity = Severity.WARNING
    resource_types = (ALARM,)
    facts = ("zero-alarm-threshold-trap",)
    pages = (171, 174, 175)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a threshold that takes more than one failure."""
        threshold = resource.get("Threshold")
        operator = resource.get("ComparisonOperator").text
        if not resource.get("Metrics").is_absent or threshold.number is None:
            return
        for use, metric in endpoint_metric_uses(resource):
            if metric.name != "NoCapacityInvocationFailures" or use.statistic.text != "Sum":
                continue
            if (operator == "GreaterThanThreshold" and threshold.number >= 1) or (
                operator == "GreaterThanOrEqualToThreshold" and threshold.number > 1
            ):
                yield self.finding(
                    resource,
                    threshold,
                    f"the alarm needs more than one failure within its period ({operator} "
                    f"{threshold.number:g})",
                    "set ComparisonOperator to GreaterThanOrEqualToThreshold and Threshold to 1",
                )
