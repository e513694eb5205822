"""SMH0270."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TrainingImage(Rule):
    """AWS's images for training have no model server: nothing answers the health check."""

    id = "SMH0270"
    title = "image that trains and does not serve"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("torchserve-dlc-region",)
    pages = (374,)
    url = "https://github.com/aws/deep-learning-containers/blob/master/available_images.md"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each image that trains."""
        for container in containers(resource):
            image = image_of(container)
            if image is not None and image.is_for_training:
                yield self.finding(
                    resource,
                    container.get("Image"),
                    f"{image.repository} is an image for training",
                    f"use {image.repository.replace('-training', '-inference')}",
                )
