"""SMH1119."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.metrics import INVOCATION_NAMESPACE
from sagemaker_hosting.rules._metric_uses import metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_MISPRINTS: Final = {
    "Invocations4XXErrors": "Invocation4XXErrors",
    "Invocations5XXErrors": "Invocation5XXErrors",
    "Latency": "ModelLatency",
    "InvocationPerInstance": "InvocationsPerInstance",
}


class MetricNameMisprint(Rule):
    """Some pages print metric names that do not exist; an alarm on one never has data."""

    id = "SMH1119"
    title = "metric that is not published"
    resource_types = ("AWS::CloudWatch::Alarm", "AWS::ApplicationAutoScaling::ScalingPolicy")
    facts = ("sls-metric-name-typo", "variant-metrics-per-variant")
    pages = (186, 246, 277)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each misprint."""
        for use in metric_uses(resource):
            meant = _MISPRINTS.get(use.name.text or "")
            ours = use.namespace.text == INVOCATION_NAMESPACE
            if ours and meant and "EndpointName" in (use.dimensions or ()):
                yield self.finding(
                    resource,
                    use.name,
                    f"there is no endpoint metric {use.name.text}",
                    f"set MetricName to {meant}",
                )
