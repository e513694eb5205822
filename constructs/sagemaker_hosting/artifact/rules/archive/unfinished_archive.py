"""SMH0704."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.read.damage import Flaw
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding, Severity


class UnfinishedArchive(ArtifactRule):
    """A tar archive ends with two empty blocks. Without them nobody can tell whether members
    are missing.
    """

    id = "SMH0704"
    title = "an archive with an end mark"
    severity = Severity.WARNING
    facts = ("artifact-extract-path",)
    pages = (614,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        damage = contents.damage
        if damage is not None and damage.flaw is Flaw.UNFINISHED:
            yield self.finding(
                "", damage.message, "close the archive after the last member is written"
            )
