"""SMH1505."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import is_multi_container
from sagemaker_hosting.rules._shadow import sides
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ShadowOfSeveralContainers(Rule):
    """Shadows work for models in one container.

    Inference pipelines and multi-container endpoints are refused.
    """

    id = "SMH1505"
    title = "shadow of a model with several containers"
    resource_types = ("AWS::SageMaker::EndpointConfig", "AWS::SageMaker::InferenceExperiment")
    facts = ("shadow-excl-mce",)
    pages = (352, 354, 606)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-exclusions.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant with several containers."""
        for side in sides(resource):
            if side.model is not None and is_multi_container(side.model):
                yield self.finding(
                    resource,
                    side.at,
                    f"a shadow involves the model {side.model.logical_id}, which has several "
                    "containers",
                    "serve one model in one container on both sides, or remove the shadow",
                )
