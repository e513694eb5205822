"""SMH1308."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._kinds import serverless_models
from sagemaker_hosting.rules._models import is_multi_container
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class SeveralModels(Rule):
    """A serverless variant serves one model in one container.

    Inference pipelines, containers called directly and multi-model containers need instances.
    """

    id = "SMH1308"
    title = "several models or containers on serverless"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("sls-excl-mme", "sls-excl-pipelines", "fm-mme-realtime", "fm-serial-pipeline")
    pages = (227, 602)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each model that is not one model in one container."""
        for model in serverless_models(resource):
            if is_multi_container(model):
                listed = model.get("Containers")
                yield self.finding(
                    model,
                    listed,
                    f"the model has {listed.length} containers and its variant is serverless",
                    "keep one container, or serve the model on instances",
                )
            for container in containers(model):
                mode = container.get("Mode")
                if mode.text == "MultiModel" or container.get("MultiModelConfig").is_given:
                    yield self.finding(
                        model,
                        mode if mode.is_given else container.get("MultiModelConfig"),
                        "the container hosts many models and its variant is serverless",
                        "give each model an endpoint of its own, or serve them on instances",
                    )
