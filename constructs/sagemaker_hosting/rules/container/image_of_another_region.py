"""SMH0234."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.images import accounts_in
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import MODEL
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ImageOfAnotherRegion(Rule):
    """AWS publishes its images from an account of its own in each group of Regions.

    The account of one Region with the name of another is a registry that does not exist.
    """

    id = "SMH0234"
    title = "registry of AWS in a Region where it is not"
    resource_types = (MODEL,)
    facts = ("mme-triton-base-image",)
    pages = (84, 91)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/sagemaker-algo-docker-registry-paths.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each image whose account and Region do not go together."""
        for container in containers(resource):
            image = image_of(container)
            if image is None or image.region is None or image.account is None:
                continue
            expected = accounts_in(image)
            if expected and image.account not in expected:
                yield self.finding(
                    resource,
                    container.get("Image"),
                    f"the account {image.account} publishes no images in {image.region}",
                    f"take the account of the Region: {' or '.join(sorted(expected))}",
                )
