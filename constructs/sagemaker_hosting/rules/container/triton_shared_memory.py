"""SMH0278."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.server_environment import server_variables
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TritonSharedMemory(Rule):
    """The shared memory of Triton's Python backend is given in bytes and meant to be raised."""

    id = "SMH0278"
    title = "shared memory below Triton's default"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("triton-env-shm",)
    pages = (392,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-frameworks-triton.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each size below the default."""
        for container in containers(resource):
            for name, variable in server_variables().items():
                value = container.get(f"Environment/{name}")
                size = value.number
                if variable.default is not None and size is not None and size < variable.default:
                    yield self.finding(
                        resource,
                        value,
                        f"{name} is {size:g} bytes; the default is {variable.default}",
                        "give a number of bytes above the default, or remove the variable",
                    )
