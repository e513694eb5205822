"""SMH0123."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import is_pipeline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class UnnamedPipelineContainers(Rule):
    """Containers without names are container-1, container-2 and so on in logs and metrics.

    When their order changes, so does what each name means.
    """

    id = "SMH0123"
    title = "pipeline whose containers have no names"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("logs-default-container-names",)
    pages = (141, 142)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/inference-pipeline-logs-metrics.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a pipeline without names."""
        listed = resource.get("Containers")
        containers = list(resource.parts("Containers/*"))
        if (listed.length or 0) < 2 or len(containers) != listed.length:
            return
        if not is_pipeline(resource):
            return
        if all(container.get("ContainerHostname").is_absent for container in containers):
            yield self.finding(
                resource,
                listed,
                f"the {len(containers)} containers have no names: logs and metrics call them "
                "container-1 and so on",
                "set ContainerHostname on each of them (Container(hostname=))",
            )
