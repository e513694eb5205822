"""SMH0871."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import variants_of
from sagemaker_hosting.rules._permissions import allows, roles_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_NEEDED: Final = (
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
)


class SsmRole(Rule):
    """The SSM agent speaks to Session Manager through the execution role of the endpoint.

    It takes four actions of ssmmessages on all resources.
    """

    id = "SMH0871"
    title = "execution role that may not open a shell"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("ssm-exec-role-iam",)
    pages = (369,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/ssm-access.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant whose role lacks a permission."""
        for variant in variants_of(resource):
            access = variant.get("EnableSSMAccess")
            if not access.boolean:
                continue
            for role in roles_of(resource, variant):
                lacking = [action for action in _NEEDED if allows(role, action) is False]
                if lacking:
                    yield self.finding(
                        resource,
                        access,
                        f"the execution role {role.logical_id} does not allow {', '.join(lacking)}",
                        "allow the four actions on Resource * to the execution role",
                    )
