"""SMH1590."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import PRODUCTION
from sagemaker_hosting.rules._shadow import has_shadow
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ShadowOfComponents(Rule):
    """A shadow gets copies of the requests to the model that a production variant names.

    With inference components the variant names none.
    """

    id = "SMH1590"
    title = "shadow beside a variant without model"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("shadow-supported-realtime-only",)
    pages = (604, 606)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each production variant that names no model."""
        if not has_shadow(resource):
            return
        for variant in resource.parts(PRODUCTION):
            names = ("ModelName", "InstancePools", "ServerlessConfig")
            if all(variant.get(name).is_absent for name in names):
                yield self.finding(
                    resource,
                    variant.path,
                    "a shadow is declared beside a production variant that names no model",
                    "give the production variant ModelName (InstanceVariant), or remove the shadow",
                )
