"""SMH0553."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.metrics import PROVISIONED_CONCURRENCY_DIMENSION
from sagemaker_hosting.rules._variants import scaled_variants
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class InitialConcurrencyOutsideLimits(Rule):
    """The limits bracket the provisioned concurrency; one outside of them is changed at once."""

    id = "SMH0553"
    title = "initial provisioned concurrency outside the limits"
    severity = Severity.WARNING
    resource_types = ("AWS::ApplicationAutoScaling::ScalableTarget",)
    facts = ("slsas-max-capacity",)
    pages = (226, 249)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-autoscale.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a concurrency that scaling corrects at once."""
        if resource.get("ScalableDimension").text != PROVISIONED_CONCURRENCY_DIMENSION:
            return
        least, most = resource.get("MinCapacity").number, resource.get("MaxCapacity").number
        for variant in scaled_variants(resource):
            warm = variant.get("ServerlessConfig/ProvisionedConcurrency").number
            if warm is None or least is None or most is None or least > most:
                continue
            if not least <= warm <= most:
                yield self.finding(
                    resource,
                    "MinCapacity" if warm < least else "MaxCapacity",
                    f"the variant starts with {warm:g} provisioned; the limits are {least:g} to "
                    f"{most:g}",
                    "start within the limits (ProvisionedConcurrency, provisioned_concurrency=)",
                )
