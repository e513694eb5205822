"""SMH0236."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import MODEL
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class AlgorithmWithoutModel(Rule):
    """A built-in algorithm serves what it has learned, which is in the model data.

    Without them the container has nothing to load and never passes its health check.
    """

    id = "SMH0236"
    title = "built-in algorithm without a model"
    resource_types = (MODEL,)
    facts = ("ts-ping-failure", "create-model-fields")
    pages = (40, 41)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each algorithm without model data."""
        for container in containers(resource):
            image = image_of(container)
            algorithm = image.algorithm if image is not None else None
            sources = ("ModelDataUrl", "ModelDataSource")
            if algorithm and all(container.get(name).is_absent for name in sources):
                yield self.finding(
                    resource,
                    container.path,
                    f"the built-in algorithm {algorithm} has no model data",
                    "set ModelDataUrl to the model.tar.gz of its training job",
                )
