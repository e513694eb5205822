"""A base for rules that hold numbers within published ranges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.limits import Limit, Range
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class WithinLimits(Rule, abstract=True):
    """Every known number at a path lies within its range.

    Attributes:
        limits: The ranges, by path.
        unit: What the numbers count, for the message.
    """

    limits: ClassVar[Mapping[str, Limit[Range]]]
    unit: ClassVar[str] = ""

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each number that is out of range."""
        for path, limit in self.limits.items():
            name = path.rpartition("/")[2]
            for value in resource.values(path):
                number = value.number
                if number is None or limit.value.holds(number):
                    continue
                unit = f" {self.unit}" if self.unit else ""
                yield self.finding(
                    resource,
                    value,
                    f"{name} is {number:g}{unit}; allowed is {limit.value}",
                    f"set {name} to {limit.value.nearest(number):g}",
                )
