"""SMH0534."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._variants import SCALABLE_TARGET, is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ScalingSuspended(Rule):
    """A suspended target keeps its policies and ignores them until somebody sets it back.

    In a template it is suspended again with every deployment.
    """

    id = "SMH0534"
    title = "scaling that is suspended"
    severity = Severity.WARNING
    resource_types = (SCALABLE_TARGET,)
    facts = ("as-suspend",)
    pages = (166,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-suspend-scaling-activities.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a target of which some scaling is suspended."""
        if not is_sagemaker(resource):
            return
        state = resource.part("SuspendedState")
        off = [name for name in _KINDS if state.get(name).boolean]
        if off:
            yield self.finding(
                resource,
                state,
                f"{_named(off)} of the target is suspended",
                "remove SuspendedState, or set its members to false",
            )


_KINDS: Final = {
    "DynamicScalingInSuspended": "scaling in",
    "DynamicScalingOutSuspended": "scaling out",
    "ScheduledScalingSuspended": "scheduled scaling",
}


def _named(names: list[str]) -> str:
    return " and ".join(_KINDS[name] for name in names)
