"""SMH1303."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._kinds import serverless_variants
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ProvisionedAboveMaximum(Rule):
    """Provisioned concurrency is the warm part of the maximum concurrency, never more than it."""

    id = "SMH1303"
    title = "provisioned concurrency above the maximum"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("sls-pc-le-max",)
    pages = (226, 236, 239)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantServerlessConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant that keeps more warm than it serves."""
        for variant in serverless_variants(resource):
            warm = variant.get("ServerlessConfig/ProvisionedConcurrency")
            most = variant.get("ServerlessConfig/MaxConcurrency").number
            if warm.number is not None and most is not None and warm.number > most:
                yield self.finding(
                    resource,
                    warm,
                    f"the provisioned concurrency {warm.number:g} is above the maximum {most:g}",
                    "lower ProvisionedConcurrency (provisioned_concurrency=), or raise "
                    "MaxConcurrency (max_concurrency=)",
                )
