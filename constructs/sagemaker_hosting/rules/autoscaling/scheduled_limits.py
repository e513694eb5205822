"""SMH0517."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._variants import is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ScheduledLimits(Rule):
    """A scheduled action sets a minimum, a maximum or both, under a name of its own."""

    id = "SMH0517"
    title = "scheduled limits that cannot hold"
    resource_types = ("AWS::ApplicationAutoScaling::ScalableTarget",)
    facts = ("as-scheduled", "as-min-ge-1", "slsas-scheduled")
    pages = (152, 251, 255, 256)
    url = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ScalableTargetAction.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each action that cannot work."""
        if not is_sagemaker(resource):
            return

        seen: set[str] = set()
        for action in resource.parts("ScheduledActions/*"):
            name = action.get("ScheduledActionName")
            if name.text is not None and name.text in seen:
                yield self.finding(
                    resource,
                    name,
                    f"two scheduled actions are named {name.text!r}",
                    "give each action a name of its own",
                )
            seen.add(name.text or "")
            limits = action.part("ScalableTargetAction")
            least, most = limits.get("MinCapacity"), limits.get("MaxCapacity")
            if least.number is not None and most.number is not None and least.number > most.number:
                yield self.finding(
                    resource,
                    least,
                    f"the scheduled minimum {least.number:g} is above the maximum {most.number:g}",
                    "raise MaxCapacity of the ScalableTargetAction",
                )
            if action.get("ScalableTargetAction").is_absent or (
                limits.is_known and least.is_absent and most.is_absent
            ):
                yield self.finding(
                    resource,
                    action,
                    "the scheduled action changes neither limit",
                    "set MinCapacity, MaxCapacity or both in ScalableTargetAction",
                )
