"""SMH0285."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.neo import accounts, framework_of
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class NeoImageAccount(Rule):
    """The registry of Neo images has an account of its own in each Region that has one."""

    id = "SMH0285"
    title = "image of Neo from another Region"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("neo-image-accounts",)
    pages = (530, 531)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/neo-deployment-hosting-services-container-images.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each image whose account and Region do not belong together."""
        for container in containers(resource):
            image = image_of(container)
            if image is None or framework_of(image) is None:
                continue
            if image.account is None or image.region is None:
                continue
            right = accounts().get(image.region)
            if right != image.account:
                yield self.finding(
                    resource,
                    container.get("Image"),
                    f"the account {image.account} has no Neo images in {image.region}",
                    f"take the account {right}"
                    if right is not None
                    else f"there are none in {image.region}: deploy in another Region",
                )
