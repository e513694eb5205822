"""SMH0220."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import DATA, containers
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_REPOSITORY: Final = "/sagemaker-sparkml-serving:"


class SparkmlWithoutBundle(Rule):
    """The SparkML Serving container serves the MLeap bundle of its model data, and nothing else."""

    id = "SMH0220"
    title = "no model data for SparkML Serving"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("pipeline-sparkml-sklearn",)
    pages = (123, 124, 125, 130, 131)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/inference-pipelines.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each such container."""
        for container in containers(resource):
            image = container.get("Image")
            if _REPOSITORY not in (outline(image.raw) or ""):
                continue
            if all(container.get(path).is_absent for path in ("ModelDataSource", *DATA)):
                yield self.finding(
                    resource,
                    image,
                    "the SparkML Serving container has no model data to serve",
                    "set ModelDataUrl to the archive of the MLeap bundle (data=)",
                )
