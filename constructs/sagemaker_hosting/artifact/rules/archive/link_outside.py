"""SMH0711."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.rules.archive._links import leads_outside
from sagemaker_hosting.core.findings import Finding


class LinkOutside(ArtifactRule):
    """A link to ``/etc`` or ``../..`` lets a later member write there, and shows the files of
    the instance to the container.
    """

    id = "SMH0711"
    title = "no link that leads out of the model directory"
    facts = ("artifact-no-symlinks",)
    pages = (588, 614)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for member in contents.members:
            if member.kind.is_link and leads_outside(member):
                yield self.finding(
                    member.name,
                    f"it is {member.kind} to {member.target!r}, outside the model directory",
                    "replace it by a copy of the file, or leave it out",
                )
