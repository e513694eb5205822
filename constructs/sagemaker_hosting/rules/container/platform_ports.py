"""SMH0276."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.limits import CONTAINER_PORT
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PlatformPorts(Rule):
    """SageMaker calls a single container on port 8080.

    In a multi-container model it hands each container its port and the range that is free.
    """

    id = "SMH0276"
    title = "port that SageMaker decides"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = (
        "triton-env-bind-port",
        "bind-to-port-env",
    )
    pages = (130, 390, 391)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-frameworks-triton.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each port that is not the container's to choose."""
        alone = resource.get("Containers").is_absent or resource.get("Containers").length == 1
        for container in containers(resource):
            managed = container.get("Environment/SAGEMAKER_SAFE_PORT_RANGE")
            if managed.is_given:
                yield self.finding(
                    resource,
                    managed,
                    "SAGEMAKER_SAFE_PORT_RANGE is set by SageMaker",
                    "remove the variable, and read it in the container",
                )
            port = container.get("Environment/SAGEMAKER_BIND_TO_PORT")
            if alone and port.number is not None and port.number != CONTAINER_PORT.value:
                yield self.finding(
                    resource,
                    port,
                    f"the only container listens on port {port.number:g}; SageMaker calls "
                    f"{CONTAINER_PORT.value}",
                    "remove SAGEMAKER_BIND_TO_PORT",
                )
