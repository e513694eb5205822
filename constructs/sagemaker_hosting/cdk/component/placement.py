"""On which instances the copies of an inference component go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sagemaker_hosting.cdk._l1 import Properties


@dataclass(frozen=True, kw_only=True)
class Placement:
    """On which instances the copies of an inference component go. Made by `spread` and `binpack`.

    Availability Zones are balanced as far as capacity allows.

    Attributes:
        strategy: The value of ``PlacementStrategy``.
        max_imbalance: By how many copies two Availability Zones may differ, 0 to 100. Default: 0.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentSchedulingConfig.html
    """

    strategy: Literal["SPREAD", "BINPACK"]
    max_imbalance: int | None = None

    @classmethod
    def spread(cls, *, max_imbalance: int | None = None) -> Placement:
        """Spread copies over the instances: fewer are lost with one.

        Args:
            max_imbalance: By how many copies two Availability Zones may differ, 0 to 100. Default:
                0.
        """
        return cls(strategy="SPREAD", max_imbalance=max_imbalance)

    @classmethod
    def binpack(cls, *, max_imbalance: int | None = None) -> Placement:
        """Pack copies onto few instances: more can be given back.

        Args:
            max_imbalance: By how many copies two Availability Zones may differ, 0 to 100. Default:
                0.
        """
        return cls(strategy="BINPACK", max_imbalance=max_imbalance)

    def render(self) -> Properties:
        """Return ``SchedulingConfig``."""
        return {
            "PlacementStrategy": self.strategy,
            "AvailabilityZoneBalance": {
                "EnforcementMode": "PERMISSIVE",
                "MaxImbalance": self.max_imbalance,
            },
        }
