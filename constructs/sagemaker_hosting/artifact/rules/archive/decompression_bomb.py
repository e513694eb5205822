"""SMH0707."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.read.damage import Flaw
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class DecompressionBomb(ArtifactRule):
    """A small archive that unpacks to hundreds of times its size fills the volume of the
    instance. Trained weights hardly compress.
    """

    id = "SMH0707"
    title = "no decompression bomb"
    facts = ("artifact-extract-path",)
    pages = (614,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        damage = contents.damage
        if damage is not None and damage.flaw is Flaw.BOMB:
            yield self.finding(
                damage.member,
                damage.message,
                "leave out what consists of zeros, or make it at start-up",
            )
