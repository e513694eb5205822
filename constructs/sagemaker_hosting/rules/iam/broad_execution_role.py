"""SMH0873."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._permissions import is_execution_role
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_BROAD: Final = re.compile(
    r":policy/(?:.*/)?(\w*FullAccess\w*|AdministratorAccess|PowerUserAccess)$"
)


class BroadExecutionRole(Rule):
    """A full-access policy lets the container do what a developer may.

    An execution role needs to read its artifacts, pull its image and write logs and metrics.
    """

    id = "SMH0873"
    title = "execution role with full access to a service"
    severity = Severity.WARNING
    resource_types = ("AWS::IAM::Role",)
    facts = ("seed003-broad-role", "torchserve-sample-managed-policies", "ts-prereq-policies")
    pages = (316, 373, 380, 595)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each policy."""
        if not is_execution_role(resource):
            return
        for arn in resource.values("ManagedPolicyArns/*"):
            found = _BROAD.search(outline(arn.raw) or "")
            if found is not None:
                yield self.finding(
                    resource,
                    arn,
                    f"the execution role has the managed policy {found.group(1)}",
                    "allow s3:GetObject on the artifacts, the pull of the image, logs and "
                    "metrics only "
                    "(the role that Model derives)",
                )
