"""SMH1506."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import is_multi_model
from sagemaker_hosting.rules._shadow import sides
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ShadowOfMultiModel(Rule):
    """Shadows work for models that host one artifact; multi-model endpoints are refused."""

    id = "SMH1506"
    title = "shadow of a multi-model endpoint"
    resource_types = ("AWS::SageMaker::EndpointConfig", "AWS::SageMaker::InferenceExperiment")
    facts = ("shadow-excl-mme",)
    pages = (352, 354, 606)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-exclusions.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each multi-model variant."""
        for side in sides(resource):
            if side.model is not None and is_multi_model(side.model):
                yield self.finding(
                    resource,
                    side.at,
                    f"a shadow involves the multi-model {side.model.logical_id}",
                    "serve one model on both sides, or remove the shadow",
                )
