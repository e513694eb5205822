"""SMH0372."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import model_of, variants_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class SsmWithIsolation(Rule):
    """A container under network isolation calls nobody, Session Manager included."""

    id = "SMH0372"
    title = "shell access to an isolated container"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("ssm-no-network-isolation",)
    pages = (371,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/ssm-access.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant that cannot be entered."""
        for variant in variants_of(resource):
            access = variant.get("EnableSSMAccess")
            if not access.boolean:
                continue
            model = model_of(resource, variant)
            isolated = resource.get("EnableNetworkIsolation").boolean
            if isolated or (model is not None and model.get("EnableNetworkIsolation").boolean):
                yield self.finding(
                    resource,
                    access,
                    "no shell opens in a container under network isolation",
                    "remove EnableSSMAccess, or set EnableNetworkIsolation to false while "
                    "debugging",
                )
