"""SMH0286."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.neo import framework_of, inferentia_regions
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class NeoImageInferentiaRegion(Rule):
    """The Neo images for Inf1 exist in two Regions only."""

    id = "SMH0286"
    title = "image for Inferentia in another Region"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("neo-image-names-accelerators",)
    pages = (527, 528, 529)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/neo-deployment-hosting-services-container-images.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each image that does not exist there."""
        for container in containers(resource):
            image = image_of(container)
            if image is None or framework_of(image) is None or "-inf-" not in (image.tag or ""):
                continue
            if image.region is not None and image.region not in inferentia_regions():
                yield self.finding(
                    resource,
                    container.get("Image"),
                    f"{image.repository}:{image.tag} does not exist in {image.region}",
                    f"deploy in {' or '.join(inferentia_regions())}",
                )
