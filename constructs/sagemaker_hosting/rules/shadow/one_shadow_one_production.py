"""SMH1501."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._shadow import has_shadow
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class OneShadowOneProduction(Rule):
    """A shadow copies the traffic of one production variant to one shadow variant.

    The CloudFormation schema allows ten of each; the API refuses more than one.
    """

    id = "SMH1501"
    title = "shadow beside several variants"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("shadow-one-plus-one", "shadow-one-to-one")
    pages = (353,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each list that is too long."""
        if not has_shadow(resource):
            return
        for path, kind in (
            ("ShadowProductionVariants", "shadow"),
            ("ProductionVariants", "production"),
        ):
            listed = resource.get(path)
            count = listed.length
            if count is not None and count > 1:
                yield self.finding(
                    resource,
                    listed,
                    f"{count} {kind} variants where a shadow takes one production and one shadow "
                    "variant",
                    f"keep one variant in {path}, and test the others on an endpoint of their own",
                )
