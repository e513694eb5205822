"""SMH1702."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._registry import GROUP, not_retained
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class GroupNotRetained(Rule):
    """A group with versions in it cannot be deleted, and with it all versions would be lost.

    Once a pipeline has registered a version, the stack can no longer be destroyed.
    """

    id = "SMH1702"
    title = "model package group that is not retained"
    severity = Severity.WARNING
    resource_types = (GROUP,)
    facts = ("reg-delete-only-empty",)
    pages = (987,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-delete-model-group.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a group that goes with its stack."""
        missing = not_retained(resource)
        if missing:
            yield self.finding(
                resource,
                "",
                f"the group is deleted with its stack: {' and '.join(missing)} is not Retain",
                f"set {' and '.join(missing)} to Retain (RemovalPolicy.RETAIN)",
            )
