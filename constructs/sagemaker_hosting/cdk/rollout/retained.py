"""Retained: the deployment configuration that the endpoint has already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk.rollout.base import Fleet, RolloutStrategy


@dataclass(frozen=True, kw_only=True)
class Retained(RolloutStrategy):
    """What the last update used is used again; nothing of it stands in the template."""

    def __post_init__(self) -> None:
        """Have nothing to look at."""

    def render(self, fleet: Fleet, alarm_names: Sequence[str] = ()) -> Properties:
        """Return nothing: the endpoint has its deployment configuration."""
        return {}

    @property
    def rendered(self) -> Properties:
        """Nothing: what it says stands on the endpoint."""
        return {}

    @property
    def bake_seconds(self) -> Any:
        """Not known here; 0 claims nothing."""
        return 0

    def _policy(self) -> Properties:
        return {}

    def _waits(self, fleet: Fleet) -> Sequence[Any] | None:
        return None
