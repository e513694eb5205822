"""SMH0513."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._variants import is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, View


class StepIntervals(Rule):
    """The intervals of a step policy cover the metric without a gap or an overlap.

    One of them may be open below, one above.
    """

    id = "SMH0513"
    title = "steps with gaps or overlaps"
    resource_types = ("AWS::ApplicationAutoScaling::ScalingPolicy",)
    facts = ("zero-step-policy", "step-enums")
    pages = (173, 174)
    url = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepAdjustment.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each gap or overlap."""
        if not is_sagemaker(resource):
            return

        steps = list(resource.parts("StepScalingPolicyConfiguration/StepAdjustments/*"))
        if len(steps) != resource.get("StepScalingPolicyConfiguration/StepAdjustments").length:
            return
        intervals = [_interval(step) for step in steps]
        if None in intervals:
            return
        ordered = sorted(interval for interval in intervals if interval is not None)
        for lower, upper in ordered:
            if lower >= upper:
                yield self.finding(
                    resource,
                    "StepScalingPolicyConfiguration/StepAdjustments",
                    f"a step reaches from {lower:g} to {upper:g}",
                    "give each step a MetricIntervalLowerBound below its MetricIntervalUpperBound",
                )
                return
        for before, after in itertools.pairwise(ordered):
            if before[1] != after[0]:
                yield self.finding(
                    resource,
                    "StepScalingPolicyConfiguration/StepAdjustments",
                    f"one step ends at {before[1]:g} and the next begins at {after[0]:g}",
                    "let each MetricIntervalLowerBound equal the MetricIntervalUpperBound before "
                    "it",
                )


def _interval(step: View) -> tuple[float, float] | None:
    """Return the bounds of a step, infinite where they are open; None when not known."""
    lower, upper = step.get("MetricIntervalLowerBound"), step.get("MetricIntervalUpperBound")
    bottom = -math.inf if lower.is_absent else lower.number
    top = math.inf if upper.is_absent else upper.number
    return None if bottom is None or top is None else (bottom, top)
