"""SMH0208."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers, is_ecr
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ImageOutsideEcr(Rule):
    """SageMaker pulls from private ECR. Any other registry it reaches only through your VPC.

    "Using non-ECR image without Vpc repository access mode is not supported." Public ECR and Docker
    Hub are other registries, too.
    """

    id = "SMH0208"
    title = "image outside ECR without repository access through the VPC"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("faq-byoc", "deploy-prerequisites")
    pages = (22, 613)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ImageConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each image that cannot be pulled."""
        for container in containers(resource):
            image = container.get("Image")
            mode = container.get("ImageConfig/RepositoryAccessMode")
            if image.text is None or is_ecr(image.text):
                continue
            if mode.is_absent or mode.text == "Platform":
                yield self.finding(
                    resource,
                    image,
                    f"the image {image.text!r} is not in a private ECR repository",
                    "copy it to ECR, or set ImageConfig.RepositoryAccessMode to Vpc and give the "
                    "model a VpcConfig",
                )
