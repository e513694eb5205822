"""SMH1950."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MultiModelSource(Rule):
    """A multi-model container fetches its archives from below ModelDataUrl, one at a time."""

    id = "SMH1950"
    title = "uncompressed model data of many models"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("unc-excl-mme",)
    pages = (314,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-uncompressed.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each multi-model container with a ModelDataSource."""
        for container in containers(resource):
            source = container.get("ModelDataSource")
            if container.get("Mode").text == "MultiModel" and source.is_given:
                yield self.finding(
                    resource,
                    source,
                    "ModelDataSource is given and the container hosts many models",
                    "name the prefix of the archives in ModelDataUrl",
                )
