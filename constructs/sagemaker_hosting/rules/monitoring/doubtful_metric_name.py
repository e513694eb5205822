"""SMH1190."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.metrics import INVOCATION_NAMESPACE
from sagemaker_hosting.rules._metric_uses import metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_PRINTED: Final = "InvocationsProcesssed"


class DoubtfulMetricName(Rule):
    """The guide prints InvocationsProcesssed, with three s; the metric is spelled as usual."""

    id = "SMH1190"
    title = "metric spelled as the guide misprints it"
    severity = Severity.WARNING
    resource_types = ("AWS::CloudWatch::Alarm", "AWS::ApplicationAutoScaling::ScalingPolicy")
    facts = ("async-metric-invocations-processed",)
    pages = (280, 295)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for the misprint."""
        for use in metric_uses(resource):
            if use.name.text == _PRINTED and use.namespace.text == INVOCATION_NAMESPACE:
                yield self.finding(
                    resource,
                    use.name,
                    f"MetricName is {_PRINTED}, a misprint of the guide",
                    "set MetricName to InvocationsProcessed, and see that it has data",
                )
