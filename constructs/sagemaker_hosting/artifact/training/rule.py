"""The shape of a rule over training scripts."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.training.module import Module
from sagemaker_hosting.artifact.training.project import Project
from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.core.rule import BaseRule


class TrainingRule(BaseRule, abstract=True):
    """One documented constraint on what a training script leaves behind.

    A path that cannot be told from the source is never reported.
    """

    def check(self, project: Project) -> Iterator[Finding]:
        """Yield one finding for each thing that is wrong."""
        raise NotImplementedError

    def finding(
        self, module: Module, message: str, fix: str, *, line: int, column: int = 1
    ) -> Finding:
        """Return a finding at a place of a script.

        Args:
            module: The script.
            message: What is wrong, with the value found. Lower case, no full stop.
            fix: What to write instead.
            line: The line, from 1.
            column: The column, from 1. Default: 1.
        """
        return self.report(message, fix, path=module.path, line=line, column=column)
