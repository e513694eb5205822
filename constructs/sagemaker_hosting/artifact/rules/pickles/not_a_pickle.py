"""SMH0757."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.read.pickle_values import PickleFlaw
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding

_NAMES: Final = (".pkl", ".pickle", ".joblib", ".sav")


class NotAPickle(ArtifactRule):
    """A file that is called as a pickle and is none does not load, whatever the versions."""

    id = "SMH0757"
    title = "pickles that are pickles"
    facts = ("seed000-pickle-mode",)
    url = "https://docs.python.org/3/library/pickle.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for path, pickle in contents.files.pickles.items():
            if pickle.flaw is PickleFlaw.NOT_A_PICKLE and path.endswith(_NAMES):
                yield self.finding(
                    path, pickle.message, "save the model anew, or give the file its own ending"
                )
