"""SMH0506."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.metrics import predefined_for, predefined_metric
from sagemaker_hosting.rules._variants import dimension
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PredefinedMetricDimension(Rule):
    """Each predefined metric belongs to one dimension.

    There are those of instances, of provisioned concurrency, and of copies.
    """

    id = "SMH0506"
    title = "predefined metric of another dimension"
    resource_types = ("AWS::ApplicationAutoScaling::ScalingPolicy",)
    facts = (
        "predefined-invocations-per-instance",
        "as-highres-enum-variant",
        "as-highres-enum-ic",
        "slsas-predefined-metric",
    )
    pages = (160, 161, 250, 253)
    url = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a metric of another dimension."""
        metric = resource.get(
            ""
            "TargetTrackingScalingPolicyConfiguration/PredefinedMetricSpecification/PredefinedMetricType"
        )
        scaled = dimension(resource)
        if metric.text is None or scaled is None or not scaled.startswith("sagemaker:"):
            return

        known = predefined_metric(metric.text)
        if known is not None and known.dimension != scaled:
            yield self.finding(
                resource,
                metric,
                f"{metric.text} scales {known.dimension}, not {scaled}",
                "use " + " or ".join(each.name for each in predefined_for(scaled)),
            )
