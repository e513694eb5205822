"""SMH0813."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._permissions import ROLE, allows
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ScalingRoleIncomplete(Rule):
    """Registering a variant with Application Auto Scaling is more than one call.

    SageMaker is asked about the endpoint, CloudWatch gets the alarms of the policy, and the first
    time the service-linked role is made, all in the name of the caller.
    """

    id = "SMH0813"
    title = "role that cannot set up autoscaling"
    severity = Severity.WARNING
    resource_types = (ROLE,)
    facts = ("as-permissions", "as-slr")
    pages = (154, 155, 156)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a role that scales endpoints and lacks a permission."""
        if not allows(resource, "application-autoscaling:RegisterScalableTarget"):
            return
        if not any(allows(resource, action) for action in _OF_ENDPOINTS):
            return
        lacking = [action for action in _NEEDED if allows(resource, action) is False]
        if lacking:
            yield self.finding(
                resource,
                "",
                f"the role may register endpoints as scalable targets and lacks "
                f"{', '.join(lacking)}",
                "allow them as well",
            )


_OF_ENDPOINTS: Final = (
    "sagemaker:CreateEndpoint",
    "sagemaker:DescribeEndpoint",
    "sagemaker:UpdateEndpoint",
    "sagemaker:UpdateEndpointWeightsAndCapacities",
)
_NEEDED: Final = (
    "sagemaker:DescribeEndpoint",
    "sagemaker:DescribeEndpointConfig",
    "sagemaker:UpdateEndpointWeightsAndCapacities",
    "cloudwatch:PutMetricAlarm",
    "cloudwatch:DescribeAlarms",
    "cloudwatch:DeleteAlarms",
    "iam:CreateServiceLinkedRole",
)
