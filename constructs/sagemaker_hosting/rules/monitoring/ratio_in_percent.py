"""SMH1185."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._metric_uses import SCALING_POLICY, endpoint_metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_QUERIES: Final = "TargetTrackingScalingPolicyConfiguration/CustomizedMetricSpecification/Metrics"


class RatioInPercent(Rule):
    """Utilization of concurrency is a ratio from 0 to 1: seventy percent of it are 0.7."""

    id = "SMH1185"
    title = "ratio compared with percent"
    severity = Severity.WARNING
    resource_types = ("AWS::CloudWatch::Alarm", "AWS::ApplicationAutoScaling::ScalingPolicy")
    facts = ("sls-metric-concurrent-util", "sls-metric-pc-utilization")
    pages = (246, 247)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-monitoring.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a threshold or a target above 1."""
        if resource.type == SCALING_POLICY:
            limit = resource.get("TargetTrackingScalingPolicyConfiguration/TargetValue")
        else:
            limit = resource.get("Threshold")
        queries = list(resource.values("Metrics")) + list(resource.values(_QUERIES))
        if limit.number is None or limit.number <= 1 or queries:
            return
        for use, metric in endpoint_metric_uses(resource):
            if metric.ratio and use.is_one_value:
                yield self.finding(
                    resource,
                    limit,
                    f"{limit.number:g} is above 1, and {metric.name} is a ratio from 0 to 1",
                    f"write the ratio: {limit.number / 100:g} for {limit.number:g} %",
                )
