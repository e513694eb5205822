"""SMH0313."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.limits import VARIANTS
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class VariantCount(Rule):
    """An endpoint configuration holds 1 to 10 production variants."""

    id = "SMH0313"
    title = "number of variants out of range"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("variant-count-limit",)
    pages = (181,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html"
    schema = True

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a wrong number."""
        variants = resource.get("ProductionVariants")
        count = variants.length
        if count is not None and not VARIANTS.value.holds(count):
            yield self.finding(
                resource,
                variants,
                f"the endpoint configuration has {count} production variants; allowed are "
                f"{VARIANTS.value}",
                "declare at least one variant"
                if count == 0
                else "split the variants over two endpoints",
            )
