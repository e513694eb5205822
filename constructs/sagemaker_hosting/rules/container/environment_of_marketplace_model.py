"""SMH0237."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import MODEL, marketplace_package
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class EnvironmentOfMarketplaceModel(Rule):
    """A Marketplace model comes with its environment: "Environment map cannot be specified"."""

    id = "SMH0237"
    title = "environment of a Marketplace model"
    resource_types = (MODEL,)
    facts = ("fm-marketplace",)
    pages = (604,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each environment beside a product of AWS Marketplace."""
        package = marketplace_package(resource)
        for container in containers(resource):
            environment = container.part("Environment")
            if package is None or package.path != container.get("ModelPackageName").path:
                continue
            if environment.properties:
                yield self.finding(
                    resource,
                    environment,
                    "the model package is a product of AWS Marketplace and takes no Environment",
                    "remove Environment",
                )
