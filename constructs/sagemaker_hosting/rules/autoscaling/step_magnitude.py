"""SMH0514."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._variants import is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class StepMagnitude(Rule):
    """MinAdjustmentMagnitude is the least change that a percentage makes.

    With counts it is refused.
    """

    id = "SMH0514"
    title = "minimum magnitude without percentages"
    resource_types = ("AWS::ApplicationAutoScaling::ScalingPolicy",)
    facts = ("zero-step-policy",)
    pages = (174,)
    url = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a magnitude without a percentage."""
        if not is_sagemaker(resource):
            return

        steps = resource.part("StepScalingPolicyConfiguration")
        magnitude = steps.get("MinAdjustmentMagnitude")
        kind = steps.get("AdjustmentType").text
        if magnitude.is_given and kind is not None and kind != "PercentChangeInCapacity":
            yield self.finding(
                resource,
                magnitude,
                f"MinAdjustmentMagnitude is given with AdjustmentType {kind}",
                "remove MinAdjustmentMagnitude, or set AdjustmentType to PercentChangeInCapacity",
            )
