"""SMH0716."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.read.member import Kind
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding, Severity


class UnusualMode(ArtifactRule):
    """The container may run as another user than the one who unpacks: what only its owner may
    read cannot be loaded there. A set-user-ID bit has no use in a model.
    """

    id = "SMH0716"
    title = "modes that let the container read"
    severity = Severity.WARNING
    facts = ("artifact-extract-path",)
    pages = (614,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for member in contents.members:
            if member.kind is Kind.FILE and not member.mode & 0o444:
                yield self.finding(
                    member.name,
                    f"nobody may read it (mode {member.mode:o})",
                    "chmod a+r before packing",
                )
            elif member.kind is Kind.DIRECTORY and not member.mode & 0o111:
                yield self.finding(
                    member.name,
                    f"nobody may open the directory (mode {member.mode:o})",
                    "chmod a+rx before packing",
                )
            elif member.mode & 0o6000 and member.kind is Kind.FILE:
                yield self.finding(
                    member.name,
                    f"it changes the user who runs it (mode {member.mode:o})",
                    "chmod u-s,g-s",
                )
