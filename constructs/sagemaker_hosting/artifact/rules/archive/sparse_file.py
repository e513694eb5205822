"""SMH0713."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.read.member import Kind
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class SparseFile(ArtifactRule):
    """A sparse member says how large it would be, not how large it is: a few bytes unpack to
    terabytes, and not every unpacker knows the format.
    """

    id = "SMH0713"
    title = "no sparse files"
    facts = ("artifact-extract-path",)
    pages = (614,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for member in contents.members:
            if member.kind is Kind.SPARSE:
                yield self.finding(
                    member.name,
                    "it is stored as a sparse file",
                    "make the archive without tar --sparse",
                )
