"""SMH0314."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.core.naming import is_name
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class VariantNameForm(Rule):
    """A variant name is 1 to 63 letters, digits and inner hyphens.

    There is no dot in it, no underscore and no space.
    """

    id = "SMH0314"
    title = "malformed variant name"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("variant-name-pattern",)
    pages = (185,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html"
    schema = True

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each malformed name."""
        for path in ("ProductionVariants/*", "ShadowProductionVariants/*"):
            for name in resource.values(f"{path}/VariantName"):
                if name.text is not None and not is_name(name.text):
                    yield self.finding(
                        resource,
                        name,
                        f"{name.text!r} is not a variant name: 1 to 63 letters, digits and inner "
                        "hyphens",
                        "replace what is not allowed by hyphens (variant_name=)",
                    )
