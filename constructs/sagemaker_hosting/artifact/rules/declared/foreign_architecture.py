"""SMH0791."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class ForeignArchitecture(ArtifactRule):
    """A shared library is built for one processor. On another one the import fails, although
    the file is there.
    """

    id = "SMH0791"
    title = "native code for the container's processor"
    facts = ("torchserve-in-dlc",)
    pages = (372, 373)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-graviton.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        if declared.architecture is None:
            return
        for path, machine in sorted(contents.files.machines.items()):
            if machine != declared.architecture and not path.endswith((".a", ".o")):
                yield self.finding(
                    path,
                    f"it is built for {machine}, and the container runs on {declared.architecture}",
                    f"build it for {declared.architecture}, or choose an image and instances of "
                    f"{machine}",
                )
