"""Rule SMH0771."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.training.project import Project
from sagemaker_hosting.artifact.training.rule import TrainingRule
from sagemaker_hosting.core.findings import Finding


class UnreadableScript(TrainingRule):
    """A script that Python cannot parse does not run, and nothing is known about what it saves."""

    id = "SMH0771"
    title = "a training script that is no Python"
    facts = ("ts-test-locally",)
    pages = (588,)
    url = "https://docs.python.org/3/reference/index.html"

    def check(self, project: Project) -> Iterator[Finding]:
        for flaw in project.flaws:
            yield self.report(
                f"cannot be parsed: {flaw.message}",
                "mend the syntax; python -m py_compile names the place",
                path=flaw.path,
                line=flaw.line,
                column=1 if flaw.line else None,
            )
