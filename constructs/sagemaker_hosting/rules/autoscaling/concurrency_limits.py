"""SMH0552."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.metrics import PROVISIONED_CONCURRENCY_DIMENSION
from sagemaker_hosting.rules._scaling import limits
from sagemaker_hosting.rules._variants import scaled_variants
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ConcurrencyLimits(Rule):
    """Provisioned concurrency scales from 1 to the maximum concurrency of the variant.

    The limits of scheduled actions lie there, too.
    """

    id = "SMH0552"
    title = "provisioned concurrency scaled out of range"
    resource_types = ("AWS::ApplicationAutoScaling::ScalableTarget",)
    facts = ("slsas-min-capacity", "slsas-max-capacity", "slsas-scheduled")
    pages = (226, 248, 249, 255)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-autoscale.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each limit out of range."""
        if resource.get("ScalableDimension").text != PROVISIONED_CONCURRENCY_DIMENSION:
            return
        ceilings = [
            variant.get("ServerlessConfig/MaxConcurrency").number
            for variant in scaled_variants(resource)
        ]
        for owner in limits(resource):
            least, most = owner.get("MinCapacity"), owner.get("MaxCapacity")
            if least.number is not None and least.number < 1:
                yield self.finding(
                    resource,
                    least,
                    f"the minimum is {least.number:g}; provisioned concurrency does not scale "
                    "below 1",
                    "set MinCapacity (min_capacity=) to 1 or more",
                )
            for ceiling in ceilings:
                if most.number is not None and ceiling is not None and most.number > ceiling:
                    yield self.finding(
                        resource,
                        most,
                        f"the maximum {most.number:g} is above the MaxConcurrency {ceiling:g} of "
                        "the variant",
                        f"set MaxCapacity (max_capacity=) to {ceiling:g} or less, or raise "
                        "MaxConcurrency",
                    )
