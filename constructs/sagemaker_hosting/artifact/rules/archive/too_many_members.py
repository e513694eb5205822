"""SMH0708."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.read.damage import Flaw
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class TooManyMembers(ArtifactRule):
    """Each member is a file that the instance creates before the container starts. Models have
    thousands at most.
    """

    id = "SMH0708"
    title = "a sensible number of members"
    facts = ("artifact-extract-path",)
    pages = (614,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        damage = contents.damage
        if damage is not None and damage.flaw is Flaw.TOO_MANY_MEMBERS:
            yield self.finding(
                damage.member, damage.message, "pack only what the model needs at inference"
            )
