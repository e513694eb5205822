"""SMH1516."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._permissions import allows
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_NEEDED: Final = (
    "sagemaker:CreateEndpointConfig",
    "sagemaker:DescribeEndpoint",
    "sagemaker:UpdateEndpoint",
)


class ExperimentRole(Rule):
    """SageMaker runs a shadow test through the role of the test.

    It makes a configuration with the shadow, moves the endpoint to it, and back at the end.
    """

    id = "SMH1516"
    title = "role of a shadow test that cannot run it"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::InferenceExperiment",)
    facts = ("shadow-role",)
    pages = (355, 356)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceExperiment.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a role that lacks a permission."""
        role = resource.related("Role")
        if role is None:
            return
        lacking = [action for action in _NEEDED if allows(role, action) is False]
        if lacking:
            yield self.finding(
                resource,
                "RoleArn",
                f"the role {role.logical_id} does not allow {', '.join(lacking)}",
                "allow the role of the test to manage the endpoint and its configurations",
            )
