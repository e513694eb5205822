"""SMH1470."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import is_multi_container, is_multi_model, served
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class AsynchronousOfSeveral(Rule):
    """An asynchronous endpoint has one variant, with one model in one container.

    Multi-model and multi-container endpoints, pipelines and several production variants exist
    in real time only.
    """

    id = "SMH1470"
    title = "several models or variants on an asynchronous endpoint"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("fm-mme-realtime", "fm-serial-pipeline", "fm-multi-variants")
    pages = (602, 604, 606)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-deploy-feature-matrix.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each thing there is more than one of."""
        if not resource.get("AsyncInferenceConfig").is_given:
            return
        variants = resource.get("ProductionVariants")
        if variants.length is not None and variants.length > 1:
            yield self.finding(
                resource,
                variants,
                f"the asynchronous endpoint has {variants.length} production variants",
                "keep one variant, or make an endpoint for each",
            )
        for variant, model in served(resource):
            if is_multi_model(model) or is_multi_container(model):
                what = "hosts many models" if is_multi_model(model) else "has several containers"
                yield self.finding(
                    resource,
                    variant.path,
                    f"{model.logical_id} {what}, and its endpoint is asynchronous",
                    "serve one model in one container, or remove AsyncInferenceConfig",
                )
