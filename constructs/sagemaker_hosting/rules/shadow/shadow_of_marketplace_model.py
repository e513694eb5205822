"""SMH1504."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import marketplace_package
from sagemaker_hosting.rules._shadow import sides
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ShadowOfMarketplaceModel(Rule):
    """Products of AWS Marketplace take no part in a shadow: the API refuses the request."""

    id = "SMH1504"
    title = "shadow with a Marketplace model"
    resource_types = ("AWS::SageMaker::EndpointConfig", "AWS::SageMaker::InferenceExperiment")
    facts = ("shadow-excl-marketplace",)
    pages = (352, 354)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-exclusions.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant that serves a Marketplace model."""
        for side in sides(resource):
            if side.model is not None and marketplace_package(side.model) is not None:
                yield self.finding(
                    resource,
                    side.at,
                    f"a shadow involves the Marketplace model {side.model.logical_id}",
                    "use a model of your own on both sides, or remove the shadow",
                )
