"""SMH1318."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.serverless import serverless_regions
from sagemaker_hosting.rules._kinds import serverless_variants
from sagemaker_hosting.rules._regions import region_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class Region(Rule):
    """Serverless Inference is documented for 21 Regions.

    The Region is read from the addresses and ARNs that a configuration and its models name.
    """

    id = "SMH1318"
    title = "serverless in a Region without documentation"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("sls-regions",)
    pages = (224,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each serverless variant in another Region."""
        region = region_of(resource)
        if region is None or region in serverless_regions():
            return
        for variant in serverless_variants(resource):
            yield self.finding(
                resource,
                variant.get("ServerlessConfig"),
                f"Serverless Inference is not documented for {region}",
                "see whether the Region has it before you rely on it, or serve the model on "
                "instances",
            )
