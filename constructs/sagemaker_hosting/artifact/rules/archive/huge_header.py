"""SMH0706."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.read.damage import Flaw
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class HugeHeader(ArtifactRule):
    """An extended header holds a long name. One that claims gigabytes, or that stands in a
    long chain, fills the memory of an unpacker that trusts it.
    """

    id = "SMH0706"
    title = "extended headers of a sensible size"
    facts = ("artifact-extract-path",)
    pages = (614,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        damage = contents.damage
        if damage is not None and damage.flaw is Flaw.HUGE_HEADER:
            yield self.finding(
                damage.member, damage.message, "make the archive anew with an ordinary tar"
            )
