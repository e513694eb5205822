"""SMH1714."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._events import PACKAGE_EVENT
from sagemaker_hosting.rules._permissions import texts
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.documents import read_document
from sagemaker_hosting.template.view import Resource, View

_FILTERS: Final = {
    "ModelApprovalStatus": ("ModelApprovalStatus", "UpdatedModelPackageFields"),
    "ModelPackageGroupName": ("ModelPackageGroupName", "ModelPackageName", "ModelPackageArn"),
}
"""What an event is filtered by, and the fields of its detail that do."""


class PackageEventsUnfiltered(Rule):
    """Every change of every version of every group sends an event.

    What deploys a version should listen to its group, and to approvals.
    """

    id = "SMH1714"
    title = "events of every model package"
    severity = Severity.WARNING
    resource_types = ("AWS::Events::Rule",)
    facts = ("reg-events",)
    pages = ()
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a pattern that lets events of others through."""
        pattern = View(read_document(resource.get("EventPattern").raw), "EventPattern")
        kinds = [text for text in texts(pattern.get("detail-type")) if text is not None]
        if kinds != [PACKAGE_EVENT]:
            return
        missing = [
            name
            for name, fields in _FILTERS.items()
            if all(pattern.get(f"detail/{field}").is_absent for field in fields)
        ]
        if missing:
            yield self.finding(
                resource,
                "EventPattern",
                f"the pattern has no {' and no '.join(missing)}",
                "filter on detail.ModelPackageGroupName and detail.ModelApprovalStatus (Approved)",
            )
