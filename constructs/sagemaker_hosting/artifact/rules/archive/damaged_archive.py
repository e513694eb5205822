"""SMH0703."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.read.damage import Flaw
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class DamagedArchive(ArtifactRule):
    """An archive that was cut off or changed on its way cannot be unpacked, and what follows
    its end is never seen.
    """

    id = "SMH0703"
    title = "a whole archive"
    facts = ("artifact-extract-path",)
    pages = (614,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        damage = contents.damage
        if damage is not None and damage.flaw in (Flaw.TRUNCATED, Flaw.CORRUPT, Flaw.TRAILING):
            yield self.finding(
                damage.member,
                damage.message,
                "make it anew, and compare its checksum after each copy",
            )
