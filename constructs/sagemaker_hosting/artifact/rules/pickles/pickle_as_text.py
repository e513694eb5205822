"""SMH0755."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.read.pickle_values import PickleFlaw
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class PickleAsText(ArtifactRule):
    """A pickle is bytes: ``open(path, 'wb')``. Written to a text file, ``pickle.dump`` raises
    and leaves an empty file; what was turned into text on the way no longer loads.
    """

    id = "SMH0755"
    title = "pickles written as bytes"
    facts = ("seed000-pickle-mode",)
    url = "https://docs.python.org/3/library/pickle.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for path, pickle in contents.files.pickles.items():
            if pickle.flaw in (PickleFlaw.TEXT, PickleFlaw.EMPTY):
                yield self.finding(
                    path,
                    pickle.message,
                    "write it with pickle.dump(model, open(path, 'wb')) or joblib.dump(model, "
                    "path)",
                )
