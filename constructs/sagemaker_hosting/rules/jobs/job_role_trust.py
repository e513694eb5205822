"""SMH1845."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._permissions import ROLE, trusts
from sagemaker_hosting.rules._requests import HOLDERS, requests
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_SERVICE: Final = "sagemaker.amazonaws.com"


class JobRoleTrust(Rule):
    """SageMaker assumes the role of a job, so the role has to trust sagemaker.amazonaws.com."""

    id = "SMH1845"
    title = "job role that SageMaker may not assume"
    resource_types: ClassVar[tuple[str, ...]] = HOLDERS
    facts = ("rec-role-must-be-assumable",)
    pages = (3, 5, 17)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each request with a role of another trust."""
        if resource.template is None:
            return
        for request in requests(resource):
            for name in ("RoleArn", "ExecutionRoleArn"):
                value = request.parameters.get(name)
                role = resource.template.named(value, ROLE, "")
                if role is not None and trusts(role, _SERVICE) is False:
                    yield self.finding(
                        resource,
                        value,
                        f"the role {role.logical_id} does not trust {_SERVICE}",
                        f"allow sts:AssumeRole to the service principal {_SERVICE}",
                    )
