"""SMH0303."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class VariantNamesUnique(Rule):
    """Weights, metrics, scaling and TargetVariant address a variant by its name.

    Shadow variants are variants, too.
    """

    id = "SMH0303"
    title = "two variants of one name"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("variant-names-unique",)
    pages = (182, 189, 194)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each repetition."""
        seen: set[str] = set()
        for path in ("ProductionVariants/*", "ShadowProductionVariants/*"):
            for name in resource.values(f"{path}/VariantName"):
                if name.text is None:
                    continue
                if name.text in seen:
                    yield self.finding(
                        resource,
                        name,
                        f"two variants are named {name.text!r}",
                        "give each variant a name of its own (VariantName)",
                    )
                seen.add(name.text)
