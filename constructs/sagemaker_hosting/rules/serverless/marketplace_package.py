"""SMH1310."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._kinds import serverless_models
from sagemaker_hosting.rules._models import marketplace_package
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MarketplacePackage(Rule):
    """Model packages of AWS Marketplace run on instances only."""

    id = "SMH1310"
    title = "AWS Marketplace model on serverless"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("sls-excl-marketplace",)
    pages = (227,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each model that is a product of AWS Marketplace."""
        for model in serverless_models(resource):
            package = marketplace_package(model)
            if package is not None:
                yield self.finding(
                    model,
                    package,
                    "the model package is from AWS Marketplace and the variant is serverless",
                    "give the variant InstanceType and InitialInstanceCount instead of "
                    "ServerlessConfig",
                )
