"""SMH0532."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._variants import SCALING_POLICY, is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ScaleInFaster(Rule):
    """Instances that go faster than they come make a fleet that swings.

    The examples of the guide wait longer before they take an instance away than before they add
    one.
    """

    id = "SMH0532"
    title = "scale-in faster than scale-out"
    severity = Severity.WARNING
    resource_types = (SCALING_POLICY,)
    facts = ("as-cooldown-tuning",)
    pages = (153,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a cooldown in that is shorter than the one out."""
        tracking = resource.part("TargetTrackingScalingPolicyConfiguration")
        inwards, outwards = tracking.get("ScaleInCooldown"), tracking.get("ScaleOutCooldown")
        if inwards.number is None or outwards.number is None or not is_sagemaker(resource):
            return
        off = tracking.get("DisableScaleIn")
        if inwards.number < outwards.number and (off.is_absent or off.boolean is False):
            yield self.finding(
                resource,
                inwards,
                f"the cooldown is {inwards.number:g} s in and {outwards.number:g} s out",
                f"set ScaleInCooldown (scale_in_cooldown=) to {outwards.number:g} or more",
            )
