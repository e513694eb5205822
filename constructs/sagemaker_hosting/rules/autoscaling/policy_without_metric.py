"""SMH0524."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._variants import is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PolicyWithoutMetric(Rule):
    """A target tracking policy follows a metric.

    The CloudFormation schema asks for the target only.
    """

    id = "SMH0524"
    title = "no metric to track"
    resource_types = ("AWS::ApplicationAutoScaling::ScalingPolicy",)
    facts = ("as-tt-spec",)
    pages = (151,)
    url = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a policy without a metric."""
        if not is_sagemaker(resource):
            return

        tracking = resource.part("TargetTrackingScalingPolicyConfiguration")
        if tracking.properties and all(
            tracking.get(f"{kind}MetricSpecification").is_absent
            for kind in ("Predefined", "Customized")
        ):
            yield self.finding(
                resource,
                tracking,
                "the policy tracks no metric",
                "add PredefinedMetricSpecification, such as SageMakerVariantInvocationsPerInstance",
            )
