"""Rolling: batch by batch, without a second fleet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import aws_cdk as cdk

from sagemaker_hosting.cdk._l1 import Properties, seconds
from sagemaker_hosting.cdk.rollout.base import Fleet, RolloutStrategy
from sagemaker_hosting.cdk.rollout.capacity import Capacity
from sagemaker_hosting.facts.limits import ROLLING_BATCH_PERCENT


@dataclass(frozen=True, kw_only=True)
class Rolling(RolloutStrategy):
    """Batches of new instances replace batches of old ones, with a bake after each."""

    max_batch_size: Capacity = field(default_factory=lambda: Capacity.percent(25))
    bake: cdk.Duration | None = None
    rollback_max_batch_size: Capacity | None = None

    @property
    def bake_seconds(self) -> Any:
        """The bake of each batch."""
        return self._rendered_policy["RollingUpdatePolicy"]["WaitIntervalInSeconds"]

    def _policy(self) -> Properties:
        rollback = self.rollback_max_batch_size
        return {
            "RollingUpdatePolicy": {
                "MaximumBatchSize": self.max_batch_size.render(),
                "WaitIntervalInSeconds": seconds(self.bake, "bake", 300),
                "RollbackMaximumBatchSize": rollback.render() if rollback else None,
            }
        }

    def _waits(self, fleet: Fleet) -> Sequence[Any] | None:
        batches = self._batches(fleet)
        return None if batches is None else [self.bake_seconds] * batches

    def _start_ups(self, fleet: Fleet) -> int:
        return self._batches(fleet) or 1

    def _batches(self, fleet: Fleet) -> int | None:
        return fleet.steps(
            self.max_batch_size, smallest_percent=ROLLING_BATCH_PERCENT.value.minimum
        )
