"""SMH0381."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import PRODUCTION, is_multi_model, model_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class SeveralVariantsOfManyModels(Rule):
    """Several production variants are not listed for multi-model endpoints.

    They are for single models, pipelines and multi-container models.
    """

    id = "SMH0381"
    title = "several variants of a multi-model endpoint"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("fm-multi-variants",)
    pages = (604, 606)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-deploy-feature-matrix.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each multi-model variant among several."""
        count = resource.get("ProductionVariants").length
        if count is None or count < 2:
            return
        for variant in resource.parts(PRODUCTION):
            model = model_of(resource, variant)
            if model is not None and is_multi_model(model):
                yield self.finding(
                    resource,
                    variant.path,
                    f"one of {count} production variants serves the multi-model {model.logical_id}",
                    "test it before you rely on it, or make an endpoint for each variant",
                )
