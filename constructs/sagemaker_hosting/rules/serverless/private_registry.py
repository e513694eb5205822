"""SMH1309."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._kinds import serverless_models
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PrivateRegistry(Rule):
    """A serverless image comes from Amazon ECR: there is no VPC through which to reach another."""

    id = "SMH1309"
    title = "private registry on serverless"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("sls-excl-private-registry", "sls-custom-image-same-account-ecr")
    pages = (227, 231, 235)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each container with an image from elsewhere."""
        for model in serverless_models(resource):
            for container in containers(model):
                mode = container.get("ImageConfig/RepositoryAccessMode")
                login = container.get("ImageConfig/RepositoryAuthConfig")
                if mode.text == "Vpc" or login.is_given:
                    yield self.finding(
                        model,
                        mode if mode.text == "Vpc" else login,
                        "the image is pulled from a private registry and the variant is serverless",
                        "copy the image to ECR in the account of the endpoint, and remove "
                        "ImageConfig",
                    )
