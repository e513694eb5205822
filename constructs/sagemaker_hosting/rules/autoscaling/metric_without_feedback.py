"""SMH0533."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules._variants import SCALING_POLICY
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MetricWithoutFeedback(Rule):
    """Target tracking follows a metric that falls as instances are added.

    The number of all requests, or how long one takes, does not: the policy adds instances up to the
    maximum, or never any.
    """

    id = "SMH0533"
    title = "metric that more instances do not change"
    severity = Severity.WARNING
    resource_types = (SCALING_POLICY,)
    facts = ("custom-metric-requirements",)
    pages = (108, 109, 161)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-policy.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a metric that says nothing per instance."""
        specification = resource.part(
            "TargetTrackingScalingPolicyConfiguration/CustomizedMetricSpecification"
        )
        # With arithmetic a total may be divided by the number of instances.
        if not specification.get("Metrics").is_absent:
            return
        for use, metric in endpoint_metric_uses(resource):
            total = metric.name == "LoadedModelCount" and use.statistic.text == "Sum"
            if not metric.falls_with_instances or total:
                yield self.finding(
                    resource,
                    use.name,
                    f"{metric.name} does not fall as instances are added ({metric.description})",
                    "follow SageMakerVariantInvocationsPerInstance or CPUUtilization",
                )
