"""SMH1112."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._metric_uses import metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MetricNamespace(Rule):
    """Invocation and instance metrics are published in two namespaces.

    These are AWS/SageMaker and /aws/sagemaker/Endpoints. In the other one the metric does not
    exist, and the alarm or policy never has data.
    """

    id = "SMH1112"
    title = "metric in the wrong namespace"
    resource_types = ("AWS::CloudWatch::Alarm", "AWS::ApplicationAutoScaling::ScalingPolicy")
    facts = (
        "metric-instance-namespaces",
        "mce-metric-namespaces",
        "as-custom-cpu-example",
        "async-metrics-namespace",
        "asyncas-recommended-metric",
        "metric-mme-loadedmodelcount",
    )
    pages = (101, 102, 134, 137, 161, 277, 286)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each metric that does not exist there."""
        for use in metric_uses(resource):
            if use.watched is not None and use.namespace.text != use.watched.namespace:
                yield self.finding(
                    resource,
                    use.namespace,
                    f"{use.watched.name} is not published in {use.namespace.text}",
                    f"set Namespace to {use.watched.namespace}",
                )
