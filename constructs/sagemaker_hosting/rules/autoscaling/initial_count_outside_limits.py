"""SMH0519."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.metrics import VARIANT_DIMENSION
from sagemaker_hosting.rules._variants import scaled_variants
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class InitialCountOutsideLimits(Rule):
    """The limits bracket the running count.

    A fleet that starts outside of them is scaled at once.
    """

    id = "SMH0519"
    title = "initial count outside the limits"
    severity = Severity.WARNING
    resource_types = ("AWS::ApplicationAutoScaling::ScalableTarget",)
    facts = ("as-initial-within-limits", "asyncas-initial-count-min-1")
    pages = (152, 153, 272, 286)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a count that scaling corrects at once."""
        if resource.get("ScalableDimension").text != VARIANT_DIMENSION:
            return
        least, most = resource.get("MinCapacity").number, resource.get("MaxCapacity").number
        for variant in scaled_variants(resource):
            count = variant.get("InitialInstanceCount").number
            if count is None or least is None or most is None or least > most:
                continue
            if not least <= count <= most:
                yield self.finding(
                    resource,
                    "MinCapacity" if count < least else "MaxCapacity",
                    f"the variant starts with {count:g} instances; the limits are {least:g} to "
                    f"{most:g}",
                    "start within the limits (InitialInstanceCount, initial_instance_count=)",
                )
