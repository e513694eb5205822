"""SMH0801."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._permissions import trusts
from sagemaker_hosting.rules._roles import assuming
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RoleNotAssumable(Rule):
    """SageMaker assumes the execution role, so the trust policy has to let its service in.

    "The execution role ARN is invalid" is what the model or the endpoint says otherwise.
    """

    id = "SMH0801"
    title = "role that SageMaker cannot assume"
    resource_types = ("AWS::IAM::Role",)
    facts = ("execution-role-purpose", "exec-role-needs", "sls-role-trust", "seed003-broad-role")
    pages = (22, 595)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a role without the trust that its use needs."""
        users = assuming(resource)
        if users and trusts(resource, "sagemaker.amazonaws.com") is False:
            yield self.finding(
                resource,
                "AssumeRolePolicyDocument",
                f"{users[0].logical_id} runs with this role, and its trust policy does not name "
                "sagemaker.amazonaws.com",
                "allow sts:AssumeRole to the Principal Service sagemaker.amazonaws.com",
            )
