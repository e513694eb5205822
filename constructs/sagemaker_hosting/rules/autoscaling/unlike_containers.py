"""SMH0539."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._grants import calls_containers
from sagemaker_hosting.rules._scaling import metrics_followed
from sagemaker_hosting.rules._variants import SCALABLE_TARGET
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class UnlikeContainers(Rule):
    """Requests per instance are counted over all containers that are called directly.

    When callers move from a light container to a heavy one the count stays, and nothing scales out.
    """

    id = "SMH0539"
    title = "containers scaled by the number of calls"
    severity = Severity.INFO
    resource_types = (SCALABLE_TARGET,)
    facts = ("mce-autoscaling-caveat",)
    pages = (121,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-container-auto-scaling.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a target that follows nothing but requests."""
        endpoint = resource.related("Endpoint")
        if endpoint is None or not calls_containers(endpoint):
            return
        if metrics_followed(resource) == {"InvocationsPerInstance"}:
            yield self.finding(
                resource,
                "",
                "the containers are called directly, and requests per instance are all that the "
                "target follows",
                "add a policy on CPUUtilization, unless all containers cost the same",
            )
