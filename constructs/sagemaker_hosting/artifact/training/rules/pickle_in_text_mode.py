"""Rule SMH0767."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.training.project import Project
from sagemaker_hosting.artifact.training.rule import TrainingRule
from sagemaker_hosting.core.findings import Finding


class PickleInTextMode(TrainingRule):
    """A pickle is bytes: dump raises TypeError on a text file, and leaves it empty."""

    id = "SMH0767"
    title = "a pickle written in text mode"
    facts = ("seed000-pickle-mode",)
    url = "https://docs.python.org/3/library/pickle.html#pickle.dump"

    def check(self, project: Project) -> Iterator[Finding]:
        for save in project.saves:
            if not save.is_pickle or save.mode is None or "b" in save.mode:
                continue
            yield self.finding(
                save.module,
                f"{save.name} writes to a file that is opened with mode {save.mode!r}",
                "open it with mode 'wb'",
                line=save.line,
                column=save.column,
            )
