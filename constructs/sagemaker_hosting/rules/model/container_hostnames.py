"""SMH0122."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import is_pipeline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ContainerHostnames(Rule):
    """The containers of a model are told apart by their hostnames: each has its own.

    In a pipeline all are named or none; SageMaker names the containers of one without names.
    """

    id = "SMH0122"
    title = "hostnames that do not tell containers apart"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("mce-hostname-required",)
    pages = (111, 112)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each name that is there twice, or is missing beside others."""
        containers = list(resource.parts("Containers/*"))
        names = [container.get("ContainerHostname") for container in containers]
        seen: set[str] = set()
        for name in names:
            if name.text is not None and name.text in seen:
                yield self.finding(
                    resource,
                    name,
                    f"two containers are called {name.text!r}",
                    "give each container a ContainerHostname of its own (Container(hostname=))",
                )
            seen.add(name.text or "")
        if not is_pipeline(resource) or not any(name.is_given for name in names):
            return
        for container, name in zip(containers, names, strict=True):
            if name.is_absent:
                yield self.finding(
                    resource,
                    container,
                    "the container has no ContainerHostname and others of the model have one",
                    "name all containers of the pipeline, or none (Container(hostname=))",
                )
