"""Canary: a small share of the traffic first, the rest after a bake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import aws_cdk as cdk

from sagemaker_hosting.cdk._l1 import Properties, seconds
from sagemaker_hosting.cdk.rollout.base import Fleet, RolloutStrategy
from sagemaker_hosting.cdk.rollout.capacity import Capacity


@dataclass(frozen=True, kw_only=True)
class Canary(RolloutStrategy):
    """Blue/green in two shifts: the canary, and after its bake everything else."""

    size: Capacity = field(default_factory=lambda: Capacity.percent(10))
    bake: cdk.Duration | None = None
    termination_wait: cdk.Duration | None = None

    @property
    def bake_seconds(self) -> Any:
        """The bake of the canary."""
        policy = self._rendered_policy["BlueGreenUpdatePolicy"]
        return policy["TrafficRoutingConfiguration"]["WaitIntervalInSeconds"]

    def _policy(self) -> Properties:
        return {
            "BlueGreenUpdatePolicy": {
                "TrafficRoutingConfiguration": {
                    "Type": "CANARY",
                    "CanarySize": self.size.render(),
                    "WaitIntervalInSeconds": seconds(self.bake, "bake", 600),
                },
                "TerminationWaitInSeconds": seconds(self.termination_wait, "termination_wait", 300),
            }
        }

    def _waits(self, _fleet: Fleet) -> Sequence[Any]:
        policy = self._rendered_policy["BlueGreenUpdatePolicy"]
        return [self.bake_seconds, policy["TerminationWaitInSeconds"]]
