"""SMH0121."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import calls_containers_directly
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class DirectWithoutHostname(Rule):
    """A container that is invoked directly is named by its hostname in every request."""

    id = "SMH0121"
    title = "directly invoked container without a hostname"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("mce-hostname-required",)
    pages = (111, 112)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-container-create.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each container without a name."""
        if not calls_containers_directly(resource):
            return
        for container in resource.parts("Containers/*"):
            if container.get("ContainerHostname").is_absent:
                yield self.finding(
                    resource,
                    container,
                    "Mode is Direct and the container has no ContainerHostname",
                    "name each container: ContainerHostname (Container(hostname=))",
                )
