"""SMH1050."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._async import OUTPUT
from sagemaker_hosting.rules._keys import KEY, leaves_to_iam, lets_in
from sagemaker_hosting.rules._permissions import roles_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class KeyPolicyWithoutRole(Rule):
    """A key that does not leave its permissions to IAM names everybody who may use it.

    The execution role of the endpoint is one of them.
    """

    id = "SMH1050"
    title = "key policy without the execution role"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("sls-kms-key-policy",)
    pages = (231,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-prerequisites.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each key that does not let a role in."""
        if resource.template is None:
            return
        for path in ("KmsKeyId", f"{OUTPUT}/KmsKeyId"):
            named = resource.get(path)
            key = None if named.is_absent else resource.template.named(named, KEY, "")
            if key is None or leaves_to_iam(key) is not False:
                continue
            for role in roles_of(resource):
                if lets_in(key, role) is False:
                    yield self.finding(
                        resource,
                        named,
                        f"the policy of the key {key.logical_id} lets neither the account nor the "
                        f"role {role.logical_id} in",
                        f"allow {role.logical_id} in KeyPolicy, or the root of the account so that "
                        "policies of the role decide",
                    )
