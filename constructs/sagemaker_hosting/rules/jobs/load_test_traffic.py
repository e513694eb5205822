"""SMH1836."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._jobs import CREATE_LOAD_TEST
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View

_PATTERNS: Final = {"PHASES": "Phases", "STAIRS": "Stairs"}


class LoadTestTraffic(RequestRule):
    """Traffic comes in phases or in stairs; what belongs to the other is not used."""

    id = "SMH1836"
    title = "traffic of another type"
    actions = (CREATE_LOAD_TEST,)
    facts = ("rec-traffic-patterns",)
    pages = (2,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficPattern.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for a pattern that does not fit its type."""
        pattern = request.part("InputConfig/TrafficPattern")
        kind = pattern.get("TrafficType").text or ""
        if kind not in _PATTERNS:
            return
        for other, name in _PATTERNS.items():
            value = pattern.get(name)
            if other != kind and value.is_given:
                yield self.finding(
                    resource,
                    value,
                    f"TrafficType is {kind}, and {name} is given",
                    f"remove {name}, or set TrafficType to {other}",
                )
            elif other == kind and value.is_absent:
                yield self.finding(
                    resource,
                    pattern,
                    f"TrafficType is {kind}, and {name} is missing",
                    f"give {name}",
                )
