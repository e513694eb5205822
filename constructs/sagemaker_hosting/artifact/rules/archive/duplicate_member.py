"""SMH0714."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.read.member import Kind, Member
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class DuplicateMember(ArtifactRule):
    """Of two members with one name the last one stays, so that what was checked first is not
    what is served. A file and a directory of one name cannot both be.
    """

    id = "SMH0714"
    title = "each name once"
    facts = ("artifact-extract-path",)
    pages = (614,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        seen: dict[str, Member] = {}
        for member in contents.members:
            path = member.path
            before = seen.setdefault(path, member)
            if before is not member and not before.kind is member.kind is Kind.DIRECTORY:
                yield self.finding(member.name, "the name is there twice", "pack each file once")
        files = {path for path, member in seen.items() if member.kind is not Kind.DIRECTORY}
        for path in sorted(files):
            if seen[path].kind is Kind.FILE and contents.has_below(path):
                yield self.finding(
                    path, "it is a file, and other members lie below it", "rename one of the two"
                )
