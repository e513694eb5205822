"""SMH0710."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.rules.archive._links import leads_outside
from sagemaker_hosting.core.findings import Finding


class Link(ArtifactRule):
    """The guide asks for archives without symbolic links: they make the creation of the model
    fail. Hard links fare no better where members are unpacked one by one.
    """

    id = "SMH0710"
    title = "no links"
    facts = ("artifact-no-symlinks",)
    pages = (588, 614)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for member in contents.members:
            if member.kind.is_link and not leads_outside(member):
                yield self.finding(
                    member.name,
                    f"it is {member.kind} to {member.target!r}",
                    "replace it by a copy of the file: pack with --symlinks follow",
                )
