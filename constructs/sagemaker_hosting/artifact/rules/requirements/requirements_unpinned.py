"""SMH0752."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.config.requirements import Form, parse_requirements
from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.rules._requirements import requirements_path
from sagemaker_hosting.core.findings import Finding, Severity

_UNPICKLE: Final = frozenset(
    {"catboost", "lightgbm", "scikit-learn", "tensorflow", "torch", "transformers", "xgboost"}
)


class RequirementsUnpinned(ArtifactRule):
    """A pickle loads into the version of the library that wrote it. Without a pinned version a
    scale-out may install another one than the instances beside it run.
    """

    id = "SMH0752"
    title = "pinned versions of what unpickles the model"
    severity = Severity.WARNING
    facts = ("seed000-pickle-version",)
    url = "https://scikit-learn.org/stable/model_persistence.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        path = requirements_path(declared)
        if path is None:
            return
        for each in parse_requirements(contents.text(path) or ""):
            if each.name in _UNPICKLE and each.form is Form.NAMED and each.pin is None:
                yield self.finding(
                    path,
                    f"{each.text[:80]!r} leaves the version open",
                    f"write {each.name}==VERSION, the one that wrote the model",
                    line=each.line,
                )
