"""SMH0209."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class VpcRegistryWithoutVpc(Rule):
    """RepositoryAccessMode Vpc pulls the image through the subnets of the model, which has none."""

    id = "SMH0209"
    title = "private registry without a VPC"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("model-vpc-optional", "faq-byoc")
    pages = (29, 33)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ImageConfig.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each image behind a missing VPC."""
        if not resource.get("VpcConfig").is_absent:
            return
        for container in containers(resource):
            mode = container.get("ImageConfig/RepositoryAccessMode")
            if mode.text == "Vpc":
                yield self.finding(
                    resource,
                    mode,
                    "the image is pulled through the VPC and the model has no VpcConfig",
                    "give the model a VpcConfig (vpc=)",
                )
