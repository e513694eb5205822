"""SMH0875."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._permissions import allows
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_NEEDED: Final = ("cloudwatch:PutMetricData", "logs:CreateLogStream", "logs:PutLogEvents")


class TritonMetricsRole(Rule):
    """Triton publishes its metrics from the container, as the execution role."""

    id = "SMH0875"
    title = "execution role that may not publish Triton's metrics"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("triton-metrics-env-required",)
    pages = (388, 393, 394)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-frameworks-triton.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each container that may not publish."""
        role = resource.related("Role")
        if role is None:
            return
        for container in containers(resource):
            publish = container.get("Environment/SAGEMAKER_TRITON_PUBLISH_METRICS_TO_CLOUDWATCH")
            if not publish.boolean:
                continue
            lacking = [action for action in _NEEDED if allows(role, action) is False]
            if lacking:
                yield self.finding(
                    resource,
                    publish,
                    f"the execution role {role.logical_id} does not allow {', '.join(lacking)}",
                    "allow the execution role to write logs and metrics",
                )
