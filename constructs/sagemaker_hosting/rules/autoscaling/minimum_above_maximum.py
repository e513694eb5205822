"""SMH0501."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._variants import is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MinimumAboveMaximum(Rule):
    """The limits bracket the running count; a minimum above the maximum is refused."""

    id = "SMH0501"
    title = "minimum capacity above maximum"
    resource_types = ("AWS::ApplicationAutoScaling::ScalableTarget",)
    facts = ("as-min-ge-1", "as-limits-first", "slsas-min-capacity", "asyncas-register")
    pages = (152, 158, 248, 249, 286, 287)
    url = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a reversed range."""
        if not is_sagemaker(resource):
            return

        least, most = resource.get("MinCapacity"), resource.get("MaxCapacity")
        if least.number is not None and most.number is not None and least.number > most.number:
            yield self.finding(
                resource,
                least,
                f"the minimum capacity {least.number:g} is above the maximum {most.number:g}",
                "exchange MinCapacity and MaxCapacity (min_capacity=, max_capacity=), or raise "
                "the maximum",
            )
