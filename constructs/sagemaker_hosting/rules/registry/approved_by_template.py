"""SMH1705."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._registry import PACKAGE, may_be_deployed
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ApprovedByTemplate(Rule):
    """A literal Approved is given without anybody looking at the metrics of the version."""

    id = "SMH1705"
    title = "version approved by its template"
    severity = Severity.INFO
    resource_types = (PACKAGE,)
    facts = ("reg-create-version", "reg-approved-required-to-deploy")
    pages = (989, 998)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-version.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an approval that nothing in the template needs."""
        status = resource.get("ModelApprovalStatus")
        if status.text == "Approved" and not may_be_deployed(resource):
            yield self.finding(
                resource,
                status,
                "the version is approved as soon as it is registered",
                "set ModelApprovalStatus to PendingManualApproval, and approve it after a review",
            )
