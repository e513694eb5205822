"""SMH0613."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._components import COMPONENT
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class CopiesOutsideLimits(Rule):
    """Registering a component with Application Auto Scaling brings its copies within the limits.

    A copy count outside them is changed at once, and set again by the next update of the stack.
    """

    id = "SMH0613"
    title = "copy count outside the scaling limits"
    severity = Severity.WARNING
    resource_types = (COMPONENT,)
    facts = ("ic-copies-min",)
    pages = (23, 33)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a copy count that does not hold."""
        target = resource.related("ScalableTarget")
        count = resource.get("RuntimeConfig/CopyCount")
        if target is None or count.number is None:
            return
        least, most = target.get("MinCapacity").number, target.get("MaxCapacity").number
        if (least is not None and count.number < least) or (
            most is not None and count.number > most
        ):
            yield self.finding(
                resource,
                count,
                f"the copy count is {count.number:g} and {target.logical_id} scales from "
                f"{target.get('MinCapacity').raw} to {target.get('MaxCapacity').raw}",
                "set CopyCount within MinCapacity and MaxCapacity",
            )
