"""SMH0304."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class NoTraffic(Rule):
    """A variant receives its weight over the sum of all weights.

    If all are 0, nothing receives any traffic.
    """

    id = "SMH0304"
    title = "no variant receives traffic"
    needs = "complete"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("variant-weight-normalised", "variant-weight-zero")
    pages = (184, 189, 190)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding when all weights are zero."""
        if not resource.get("ProductionVariants").length:
            return
        weights = [
            variant.get("InitialVariantWeight")
            for variant in resource.parts("ProductionVariants/*")
        ]
        every = len(weights) == resource.get("ProductionVariants").length
        if every and all(weight.number == 0 for weight in weights):
            yield self.finding(
                resource,
                weights[0],
                "the weight of every variant is 0",
                "give one variant a weight above 0 (InitialVariantWeight)",
            )
