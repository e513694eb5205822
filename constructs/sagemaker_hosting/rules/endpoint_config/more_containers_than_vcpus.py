"""SMH0320."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules._models import served
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MoreContainersThanVcpus(Rule):
    """All containers of a model start on each instance at once, and share its processors.

    With fewer vCPUs than containers one of them may not answer its ping in time.
    """

    id = "SMH0320"
    title = "more containers than vCPUs"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("mce-ping-pressure",)
    pages = (122,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-container-troubleshooting.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant whose instances are that small."""
        for variant, model in served(resource):
            kind = instance_type(variant.get("InstanceType").text or "")
            count = model.get("Containers").length
            if kind is None or kind.vcpus is None or count is None or count <= kind.vcpus:
                continue
            yield self.finding(
                resource,
                variant.get("InstanceType"),
                f"{kind.name} has {kind.vcpus} vCPUs and the model {count} containers",
                "choose a larger instance type (instance_type=)",
            )
