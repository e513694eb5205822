"""SMH0551."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.metrics import PROVISIONED_CONCURRENCY_DIMENSION
from sagemaker_hosting.rules._variants import scaled_variants
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class NothingProvisioned(Rule):
    """On demand a serverless variant scales by itself.

    What can be registered is provisioned concurrency, and the variant has to have some.
    """

    id = "SMH0551"
    title = "scaling of provisioned concurrency that is not there"
    resource_types = ("AWS::ApplicationAutoScaling::ScalableTarget",)
    facts = ("slsas-on-demand-automatic",)
    pages = (247, 248)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-autoscale.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a variant without provisioned concurrency."""
        if resource.get("ScalableDimension").text != PROVISIONED_CONCURRENCY_DIMENSION:
            return
        for variant in scaled_variants(resource):
            serverless = variant.part("ServerlessConfig")
            if serverless.is_known and serverless.get("ProvisionedConcurrency").is_absent:
                yield self.finding(
                    resource,
                    "ResourceId",
                    "the variant has no provisioned concurrency to scale",
                    "set ServerlessConfig.ProvisionedConcurrency (provisioned_concurrency=), or "
                    "remove the scaling",
                )
