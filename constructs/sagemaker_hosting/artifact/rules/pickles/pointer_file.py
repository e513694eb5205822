"""SMH0783."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class PointerFile(ArtifactRule):
    """A clone without ``git lfs pull`` holds small text files in the place of the weights.
    They pack, upload and deploy without an error, until something reads them.
    """

    id = "SMH0783"
    title = "model files, not pointers to them"
    facts = ("artifact-extract-path",)
    url = "https://git-lfs.com/"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for path in sorted(contents.files.pointers):
            yield self.finding(
                path, "it is a pointer of Git LFS, not the file", "run git lfs pull, and pack again"
            )
