"""SMH1717."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._registry import PACKAGE
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PackageWithoutCommit(Rule):
    """MetadataProperties say from which commit a version comes, when one has to know."""

    id = "SMH1717"
    title = "approved version without its commit"
    severity = Severity.INFO
    resource_types = (PACKAGE,)
    facts = ("lin-metadata-properties",)
    pages = (961, 962)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MetadataProperties.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an approved version of unknown origin."""
        if resource.get("ModelApprovalStatus").text != "Approved":
            return
        names = ("CommitId", "Repository")
        missing = [n for n in names if resource.get(f"MetadataProperties/{n}").is_absent]
        if missing:
            yield self.finding(
                resource,
                "",
                f"the version is approved and has no {' and no '.join(missing)}",
                "set MetadataProperties with Repository and CommitId",
            )
