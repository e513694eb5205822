"""SMH0522."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._variants import is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class CooldownNegative(Rule):
    """Cooldowns are whole seconds from 0; without one, both are 300."""

    id = "SMH0522"
    title = "negative cooldown"
    resource_types = ("AWS::ApplicationAutoScaling::ScalingPolicy",)
    facts = ("as-cooldown-default", "as-cooldown-semantics", "slsas-cooldowns")
    pages = (110, 153, 250, 255)
    url = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each negative cooldown."""
        if not is_sagemaker(resource):
            return

        for path in (
            "TargetTrackingScalingPolicyConfiguration/ScaleInCooldown",
            "TargetTrackingScalingPolicyConfiguration/ScaleOutCooldown",
            "StepScalingPolicyConfiguration/Cooldown",
        ):
            cooldown = resource.get(path)
            if cooldown.number is not None and cooldown.number < 0:
                yield self.finding(
                    resource,
                    cooldown,
                    f"the cooldown is {cooldown.number:g} s",
                    "set it to 0 or more seconds; 300 is the default",
                )
