"""SMH0202."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PackageExcludesImage(Rule):
    """A model package brings its image and its data; SageMaker refuses a second source.

    "Specify one of either Image and Model Data URL or ModelPackageName."
    """

    id = "SMH0202"
    title = "model package beside an image or model data"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("fm-marketplace", "create-model-fields", "unc-excl-marketplace")
    pages = (40, 314, 604)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each second source."""
        for container in containers(resource):
            if not container.get("ModelPackageName").is_given:
                continue
            for name in ("Image", "ModelDataUrl", "ModelDataSource"):
                other = container.get(name)
                if other.is_given:
                    yield self.finding(
                        resource,
                        other,
                        f"{name} is given beside ModelPackageName",
                        f"remove {name}: the model package brings its own",
                    )
