"""SMH0780."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.read.pickle_values import PickleFlaw
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.rules.pickles._imports import is_common
from sagemaker_hosting.core.findings import Finding, Severity


class CodeInPickle(ArtifactRule):
    """cloudpickle, ``functools.partial`` and bound methods carry code, or reach any function.
    Such a pickle depends on the exact Python that wrote it, and nobody can tell what it does
    without running it.
    """

    id = "SMH0780"
    title = "pickles without code of their own"
    severity = Severity.WARNING
    facts = ("seed000-pickle-version",)
    url = "https://docs.python.org/3/library/pickle.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for path, pickle in contents.files.pickles.items():
            found = sorted(each for each in pickle.dangerous if is_common(each))
            names = ", ".join(".".join(each) for each in found[:3])
            if found:
                yield self.finding(
                    path,
                    f"loading it calls {names}",
                    "put the functions into a module in code/, and pickle the model without them",
                )
            elif pickle.unresolved:
                yield self.finding(
                    path,
                    "some of the names that it imports cannot be told without running it",
                    "write it anew with pickle or joblib",
                )
            elif pickle.flaw is PickleFlaw.TOO_LONG:
                yield self.finding(
                    path,
                    f"what it does was read in part only: {pickle.message}",
                    "store large collections in another format: numpy, Parquet, safetensors",
                )
