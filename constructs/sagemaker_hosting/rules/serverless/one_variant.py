"""SMH1304."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._kinds import is_serverless
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class OneVariant(Rule):
    """A serverless endpoint has one variant.

    It shares its traffic neither with a second one nor with a shadow.
    """

    id = "SMH1304"
    title = "serverless variant among others"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("sls-excl-multi-variant", "fm-multi-variants")
    pages = (227, 604, 606)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for several variants of which one is serverless."""
        count = len(list(resource.parts("ProductionVariants/*")))
        if is_serverless(resource) and count > 1:
            yield self.finding(
                resource,
                "ProductionVariants",
                f"{count} production variants where a serverless endpoint has one",
                "keep one variant, and give each other one an endpoint of its own",
            )
