"""All at once: the whole traffic moves when the whole new fleet stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import aws_cdk as cdk

from sagemaker_hosting.cdk._l1 import Properties, seconds
from sagemaker_hosting.cdk.rollout.base import Fleet, RolloutStrategy


@dataclass(frozen=True, kw_only=True)
class AllAtOnce(RolloutStrategy):
    """Blue/green with one shift; the old fleet stands by until the bake is over."""

    bake: cdk.Duration | None = None

    @property
    def bake_seconds(self) -> Any:
        """The bake; for this strategy it is the wait before the old fleet is terminated."""
        return self._rendered_policy["BlueGreenUpdatePolicy"]["TerminationWaitInSeconds"]

    def _policy(self) -> Properties:
        return {
            "BlueGreenUpdatePolicy": {
                # The API requires the wait, although nothing waits on it here (guide page 333).
                "TrafficRoutingConfiguration": {"Type": "ALL_AT_ONCE", "WaitIntervalInSeconds": 0},
                "TerminationWaitInSeconds": seconds(self.bake, "bake", 600),
            }
        }

    def _waits(self, _fleet: Fleet) -> Sequence[Any]:
        return [self.bake_seconds]
