"""SMH0512."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._variants import is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class OneTrackedMetric(Rule):
    """A target tracking policy follows a predefined metric or a customized one, not both."""

    id = "SMH0512"
    title = "two metrics to track"
    resource_types = ("AWS::ApplicationAutoScaling::ScalingPolicy",)
    facts = ("as-tt-spec", "as-custom-metric-fields")
    pages = (151, 161)
    url = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a second metric."""
        if not is_sagemaker(resource):
            return

        tracking = resource.part("TargetTrackingScalingPolicyConfiguration")
        predefined = tracking.get("PredefinedMetricSpecification")
        customized = tracking.get("CustomizedMetricSpecification")
        if predefined.is_given and customized.is_given:
            yield self.finding(
                resource,
                customized,
                "the policy tracks a predefined and a customized metric",
                "keep one of them; for both, write two policies",
            )
