"""SMH0812."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._permissions import ROLE, allows
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class CreatesWithoutTagging(Rule):
    """A resource with tags is created by one call that also needs sagemaker:AddTags.

    Studio tags everything it creates, and so does a stack with tags.
    """

    id = "SMH0812"
    title = "role that may create and may not tag"
    severity = Severity.WARNING
    resource_types = (ROLE,)
    facts = ("studio-tagging-permission", "iam-studio-addtags", "pl-tagging-permission")
    pages = (22, 753, 984)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a role that may not tag what it creates."""
        created = [action for action in _CREATING if allows(resource, action)]
        if created and allows(resource, "sagemaker:AddTags") is False:
            yield self.finding(
                resource,
                "",
                f"the role may call {created[0]}, and with tags that fails: no policy allows "
                "sagemaker:AddTags",
                "allow sagemaker:AddTags on the same resources",
            )


_CREATING: Final = (
    "sagemaker:CreateModel",
    "sagemaker:CreateEndpointConfig",
    "sagemaker:CreateEndpoint",
    "sagemaker:CreateInferenceComponent",
)
