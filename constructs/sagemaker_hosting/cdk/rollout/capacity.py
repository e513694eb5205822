"""A part of a fleet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sagemaker_hosting.cdk._l1 import Properties


@dataclass(frozen=True)
class Capacity:
    """A part of a variant's fleet: a share of its capacity, or a number of instances.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CapacitySize.html
    """

    type: Literal["CAPACITY_PERCENT", "INSTANCE_COUNT"]
    value: int

    @classmethod
    def percent(cls, percent: int) -> Capacity:
        """A share of the fleet, in whole percent. What is allowed depends on where it is used."""
        return cls("CAPACITY_PERCENT", percent)

    @classmethod
    def instances(cls, count: int) -> Capacity:
        """A number of instances, 1 or more."""
        return cls("INSTANCE_COUNT", count)

    def render(self) -> Properties:
        """Return a CloudFormation ``CapacitySize``."""
        return {"Type": self.type, "Value": self.value}
