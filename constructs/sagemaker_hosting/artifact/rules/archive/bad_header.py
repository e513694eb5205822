"""SMH0705."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.read.damage import Flaw
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class BadHeader(ArtifactRule):
    """What two unpackers understand differently is not what was checked. Sizes that are no
    numbers, data behind members that have none and checksums that do not match are refused.
    """

    id = "SMH0705"
    title = "headers that every unpacker reads alike"
    facts = ("artifact-extract-path",)
    pages = (614,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        damage = contents.damage
        if damage is not None and damage.flaw is Flaw.BAD_HEADER:
            yield self.finding(
                damage.member, damage.message, "make the archive anew with an ordinary tar"
            )
