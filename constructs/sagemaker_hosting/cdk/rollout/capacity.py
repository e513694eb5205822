"""A part of a fleet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.core.errors import InvalidProps

_SOURCE: Final = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CapacitySize.html"


@dataclass(frozen=True)
class Capacity:
    """A part of a fleet: a share of its capacity, or a number of instances or copies.

    Attributes:
        type: What ``value`` counts, as CloudFormation says it.
        value: Whole percent, instances or copies.

    Raises:
        InvalidProps: When the value is not a number.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CapacitySize.html
    """

    type: Literal["CAPACITY_PERCENT", "INSTANCE_COUNT", "COPY_COUNT"]
    value: int

    @classmethod
    def percent(cls, percent: int) -> Capacity:
        """A share of the fleet, in whole percent. What is allowed depends on where it is used."""
        return cls("CAPACITY_PERCENT", percent)

    @classmethod
    def instances(cls, count: int) -> Capacity:
        """A number of instances, 1 or more."""
        return cls("INSTANCE_COUNT", count)

    @classmethod
    def copies(cls, count: int) -> Capacity:
        """A number of copies of an inference component, 1 or more."""
        return cls("COPY_COUNT", count)

    def __post_init__(self) -> None:
        """Refuse anything but a number."""
        if isinstance(self.value, bool) or not isinstance(self.value, (int, float)):
            raise InvalidProps(
                f"a part of a fleet is {self.value!r}, not a number",
                fix="pass Capacity.percent(10), or Capacity.instances(1) or copies(1)",
                source=_SOURCE,
            )

    def render(self) -> Properties:
        """Return a CloudFormation ``CapacitySize``."""
        return {"Type": self.type, "Value": self.value}
