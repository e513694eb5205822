"""SMH0561."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._metric_uses import metric_uses
from sagemaker_hosting.rules._scaling import STEPS
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.links import referenced
from sagemaker_hosting.template.view import Resource, View

_AT_ZERO: Final = "HasBacklogWithoutCapacity"


class FirstInstanceStep(Rule):
    """The policy behind HasBacklogWithoutCapacity starts the first instance.

    A percentage of zero instances is none, a negative step starts none, and a step that does not
    begin where the alarm goes off is never taken.
    """

    id = "SMH0561"
    title = "step that does not start the first instance"
    resource_types = ("AWS::ApplicationAutoScaling::ScalingPolicy",)
    facts = ("asyncas-step-policy",)
    pages = (287, 288)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a policy that leaves the endpoint at zero."""
        steps = resource.part(STEPS)
        alarms = [alarm for alarm in resource.all_related("Alarm") if _starts(alarm, resource)]
        if not steps.is_known or not alarms:
            return
        kind = steps.get("AdjustmentType")
        if kind.text == "PercentChangeInCapacity" and (
            steps.get("MinAdjustmentMagnitude").is_absent
        ):
            yield self.finding(
                resource,
                kind,
                "the policy changes the capacity by a percentage, and the endpoint has 0 instances",
                "set AdjustmentType to ChangeInCapacity",
            )
            return
        listed = list(steps.parts("StepAdjustments/*"))
        if len(listed) != steps.get("StepAdjustments").length:
            return
        for alarm in alarms:
            taken = _step_taken(listed, alarm.get("Threshold").number)
            if taken is None:
                continue
            change = taken.get("ScalingAdjustment") if taken.path else None
            if change is None:
                yield self.finding(
                    resource,
                    f"{STEPS}/StepAdjustments",
                    f"{_AT_ZERO} is 1, the threshold of {alarm.logical_id} is "
                    f"{alarm.get('Threshold').number:g}, and no step begins there",
                    "give one step MetricIntervalLowerBound 0 and no MetricIntervalUpperBound",
                )
            elif change.number is not None and change.number <= 0:
                yield self.finding(
                    resource,
                    change,
                    f"the step changes the capacity by {change.number:g}",
                    "set ScalingAdjustment to 1 or more",
                )


def _starts(alarm: Resource, policy: Resource) -> bool:
    """Return whether ``alarm`` runs ``policy`` when requests wait and there is no instance."""
    uses = list(metric_uses(alarm))
    if len(uses) != 1 or uses[0].name.text != _AT_ZERO or not alarm.get("Metrics").is_absent:
        return False
    if not (alarm.get("ComparisonOperator").text or "").startswith("Greater"):
        return False
    return any(
        policy.logical_id in referenced(action.raw) for action in alarm.values("AlarmActions/*")
    )


def _step_taken(steps: list[View], threshold: float | None) -> View | None:
    """Return the step that a metric of 1 takes, an empty one for no step; None if not known."""
    if threshold is None:
        return None
    breach = 1 - threshold
    for step in steps:
        lower, upper = step.get("MetricIntervalLowerBound"), step.get("MetricIntervalUpperBound")
        bottom = -math.inf if lower.is_absent else lower.number
        top = math.inf if upper.is_absent else upper.number
        if bottom is None or top is None:
            return None
        if bottom <= breach < top:
            return step
    return View({})
