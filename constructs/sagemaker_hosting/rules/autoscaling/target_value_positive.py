"""SMH0508."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._variants import is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TargetValuePositive(Rule):
    """A target is what one instance is to carry.

    Zero or less cannot be reached by adding instances.
    """

    id = "SMH0508"
    title = "target value not above zero"
    resource_types = ("AWS::ApplicationAutoScaling::ScalingPolicy",)
    facts = ("as-tt-spec", "loadtest-formula", "slsas-target-ratio")
    pages = (151, 152, 176, 250)
    url = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an impossible target."""
        if not is_sagemaker(resource):
            return

        target = resource.get("TargetTrackingScalingPolicyConfiguration/TargetValue")
        if target.number is not None and target.number <= 0:
            yield self.finding(
                resource,
                target,
                f"the target value is {target.number:g}; it is above 0",
                "set TargetValue to the load one instance can take, such as 900 invocations a "
                "minute",
            )
