"""SMH0203."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class OneModelData(Rule):
    """Model data come as an archive or as an S3 source, not as both."""

    id = "SMH0203"
    title = "two sources of model data"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("unc-fields", "create-model-fields", "unc-xor-modeldataurl")
    pages = (313,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each container with both."""
        for container in containers(resource):
            source = container.get("ModelDataSource")
            if container.get("ModelDataUrl").is_given and source.is_given:
                yield self.finding(
                    resource,
                    source,
                    "both ModelDataUrl and ModelDataSource are given",
                    "keep one: ModelDataUrl for a .tar.gz archive, ModelDataSource for plain "
                    "objects",
                )
