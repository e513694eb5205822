"""Linear: equal steps, each with a bake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import aws_cdk as cdk

from sagemaker_hosting.cdk._l1 import Properties, seconds
from sagemaker_hosting.cdk.rollout.base import Fleet, RolloutStrategy
from sagemaker_hosting.cdk.rollout.capacity import Capacity
from sagemaker_hosting.facts.limits import LINEAR_STEP_PERCENT


@dataclass(frozen=True, kw_only=True)
class Linear(RolloutStrategy):
    """Blue/green in equal shifts, with a bake after each."""

    step_size: Capacity = field(default_factory=lambda: Capacity.percent(20))
    bake: cdk.Duration | None = None
    termination_wait: cdk.Duration | None = None

    @property
    def bake_seconds(self) -> Any:
        """The bake of each step."""
        policy = self._rendered_policy["BlueGreenUpdatePolicy"]
        return policy["TrafficRoutingConfiguration"]["WaitIntervalInSeconds"]

    def _policy(self) -> Properties:
        return {
            "BlueGreenUpdatePolicy": {
                "TrafficRoutingConfiguration": {
                    "Type": "LINEAR",
                    "LinearStepSize": self.step_size.render(),
                    "WaitIntervalInSeconds": seconds(self.bake, "bake", 300),
                },
                "TerminationWaitInSeconds": seconds(self.termination_wait, "termination_wait", 300),
            }
        }

    def _waits(self, fleet: Fleet) -> Sequence[Any] | None:
        steps = fleet.steps(self.step_size, smallest_percent=LINEAR_STEP_PERCENT.value.minimum)
        if steps is None:
            return None
        policy = self._rendered_policy["BlueGreenUpdatePolicy"]
        return [
            *[self.bake_seconds] * steps,
            policy["TerminationWaitInSeconds"],
        ]
