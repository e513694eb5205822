"""SMH0852."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._permissions import ROLE
from sagemaker_hosting.rules._same_name import namesake
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RoleNamesAlike(Rule):
    """The names of roles are unique in an account, whatever the case of their letters."""

    id = "SMH0852"
    title = "two roles of one name"
    resource_types = (ROLE,)
    facts = ("iam-role-name-case",)
    pages = (229, 265)
    url = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a name that another role has."""
        other = namesake(resource, "RoleName", str.lower)
        if other is not None:
            name = resource.get("RoleName")
            yield self.finding(
                resource,
                name,
                f"the role is named {name.text!r} and {other.logical_id} "
                f"{other.get('RoleName').text!r}",
                "leave RoleName out, or choose names that differ in more than case",
            )
