"""SMH0874."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._permissions import is_execution_role, trusts
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ExecutionRoleTrust(Rule):
    """SageMaker assumes the execution role, so the role has to trust sagemaker.amazonaws.com."""

    id = "SMH0874"
    title = "execution role that SageMaker may not assume"
    resource_types = ("AWS::IAM::Role",)
    facts = ("seed003-broad-role", "exec-role-needs", "execution-role-purpose")
    pages = (41, 595)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a role with another trust."""
        if (
            not is_execution_role(resource)
            or trusts(resource, "sagemaker.amazonaws.com") is not False
        ):
            return
        yield self.finding(
            resource,
            "AssumeRolePolicyDocument",
            "the execution role does not trust sagemaker.amazonaws.com",
            "allow sts:AssumeRole to the service principal sagemaker.amazonaws.com",
        )
