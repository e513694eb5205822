"""SMH2021."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._variants import is_sagemaker
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource


class LimitsBelowFleet(UpdateRule):
    """Lowering the maximum is how a scaled fleet is made smaller by hand: it happens at once."""

    id = "SMH2021"
    title = "limits below the running fleet"
    severity = Severity.INFO
    resource_types = ("AWS::ApplicationAutoScaling::ScalableTarget",)
    facts = ("as-manual-scaling",)
    pages = (153,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for a maximum below the old minimum."""
        if not is_sagemaker(after) or before.get("ResourceId").raw != after.get("ResourceId").raw:
            return
        least, most = before.get("MinCapacity").number, after.get("MaxCapacity")
        if least is not None and most.number is not None and most.number < least:
            yield self.finding(
                after,
                most,
                f"at least {least:g} run now, and at most {most.number:g} may from the moment this "
                "is deployed",
                "lower MaxCapacity (max_capacity=) in steps, while you watch the load",
            )
