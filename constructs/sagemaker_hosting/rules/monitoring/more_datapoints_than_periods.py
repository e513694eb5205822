"""SMH1150."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MoreDatapointsThanPeriods(Rule):
    """DatapointsToAlarm counts among the last EvaluationPeriods; CloudWatch refuses more."""

    id = "SMH1150"
    title = "more datapoints to alarm than periods"
    resource_types = ("AWS::CloudWatch::Alarm",)
    facts = ("asyncas-step-alarm",)
    pages = (288,)
    url = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an alarm that asks for more than it looks at."""
        datapoints = resource.get("DatapointsToAlarm")
        periods = resource.get("EvaluationPeriods").number
        if datapoints.number is None or periods is None or datapoints.number <= periods:
            return
        if endpoint_metric_uses(resource):
            yield self.finding(
                resource,
                datapoints,
                f"DatapointsToAlarm is {datapoints.number:g} of {periods:g} EvaluationPeriods",
                f"set DatapointsToAlarm to {periods:g} or less",
            )
