"""SMH1311."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._kinds import serverless_models
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class UncompressedModelData(Rule):
    """A serverless variant unpacks one archive; a model with a ModelDataSource is refused."""

    id = "SMH1311"
    title = "uncompressed model data on serverless"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("sls-excl-model-data-source",)
    pages = (314,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-uncompressed.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each container with such a source."""
        for model in serverless_models(resource):
            for container in containers(model):
                source = container.get("ModelDataSource")
                if source.is_given:
                    yield self.finding(
                        model,
                        source,
                        "ModelDataSource is given and the variant is serverless",
                        "pack the model into a .tar.gz archive and name it in ModelDataUrl",
                    )
