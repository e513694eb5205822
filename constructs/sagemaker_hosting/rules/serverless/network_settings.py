"""SMH1305."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._kinds import is_serverless, serverless_models
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class NetworkSettings(Rule):
    """Serverless containers run in SageMaker's own network: without a VPC, and never isolated."""

    id = "SMH1305"
    title = "network settings on serverless"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("sls-excl-vpc", "sls-excl-network-isolation", "fm-vpc", "fm-network-isolation")
    pages = (227, 604, 606, 607)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each setting of the configuration or of a model."""
        if not is_serverless(resource):
            return
        for owner in (resource, *serverless_models(resource)):
            network = owner.get("VpcConfig")
            if network.is_given:
                yield self.finding(
                    owner,
                    network,
                    "VpcConfig is given and the variant is serverless, which runs in no VPC",
                    "remove VpcConfig (vpc=), or serve the model on instances",
                )
            isolation = owner.get("EnableNetworkIsolation")
            if isolation.boolean:
                yield self.finding(
                    owner,
                    isolation,
                    "EnableNetworkIsolation is true and the variant is serverless, which cannot "
                    "be isolated",
                    "remove EnableNetworkIsolation (network_isolation=), or serve the model on "
                    "instances",
                )
