"""SMH0107."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.limits import ENVIRONMENT_TOTAL_BYTES
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class EnvironmentTotalSize(Rule):
    """The environments of all containers of a model together hold 32 KB of keys and values."""

    id = "SMH0107"
    title = "environment too large"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("create-model-fields",)
    pages = (40, 41)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for environments that are too large together."""
        total = sum(
            len(value.path.rpartition("/")[2].encode()) + len((value.text or "").encode())
            for container in containers(resource)
            for value in container.values("Environment/*")
        )
        limit = ENVIRONMENT_TOTAL_BYTES.value
        if total > limit:
            yield self.finding(
                resource,
                "",
                f"the environment variables hold {total} bytes; allowed are {limit} for all "
                "containers",
                "put large configuration into the model artifact or into a parameter the code "
                "reads",
            )
