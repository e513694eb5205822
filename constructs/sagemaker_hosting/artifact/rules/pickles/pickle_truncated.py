"""SMH0756."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.read.pickle_values import PickleFlaw
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class PickleTruncated(ArtifactRule):
    """A pickle that breaks off, or whose bytes were changed on the way, raises when it is
    loaded.
    """

    id = "SMH0756"
    title = "whole pickles"
    facts = ("seed000-pickle-mode",)
    url = "https://docs.python.org/3/library/pickle.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for path, pickle in contents.files.pickles.items():
            if pickle.flaw is PickleFlaw.TRUNCATED and contents.is_whole:
                yield self.finding(
                    path,
                    pickle.message,
                    "close the file before it is packed: write it in a with block",
                )
