"""SMH0712."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.read.member import Kind
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class SpecialFile(ArtifactRule):
    """Devices, named pipes and sockets have no place in a model, and unpacking them needs
    rights that nobody should give.
    """

    id = "SMH0712"
    title = "files and directories alone"
    facts = ("artifact-extract-path",)
    pages = (614,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for member in contents.members:
            if member.kind in (Kind.DEVICE, Kind.FIFO, Kind.SOCKET, Kind.OTHER):
                yield self.finding(member.name, f"it is {member.kind}", "leave it out")
