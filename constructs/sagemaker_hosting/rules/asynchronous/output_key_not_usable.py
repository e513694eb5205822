"""SMH1410."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._async import OUTPUT
from sagemaker_hosting.rules._keys import KEY, lets_in
from sagemaker_hosting.rules._permissions import allows, roles_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class OutputKeyNotUsable(Rule):
    """Responses are encrypted with the key as the execution role.

    The policies of the role are all in the template, and none allows it: unless the key itself lets
    the role in, no response is written.
    """

    id = "SMH1410"
    title = "role that cannot encrypt asynchronous responses"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("async-output-kms",)
    pages = (295,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceOutputConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each role that may not use the key."""
        named = resource.get(f"{OUTPUT}/KmsKeyId")
        if not named.is_given or resource.template is None:
            return
        key = resource.template.named(named, KEY, "")
        if key is None and named.text is None:
            return
        for role in roles_of(resource):
            allowed = {allows(role, f"kms:{action}") for action in ("Encrypt", "GenerateDataKey")}
            if allowed == {False} and (key is None or lets_in(key, role) is False):
                yield self.finding(
                    resource,
                    named,
                    f"no policy of the role {role.logical_id} allows kms:GenerateDataKey",
                    "allow kms:GenerateDataKey and kms:Decrypt on the key",
                )
