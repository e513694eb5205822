"""Checking training scripts: the findings, and where each model goes."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.training import Project, check_training
from sagemaker_hosting.artifact.training.place import Kind
from sagemaker_hosting.cli.report import Entry, Report


def check_scripts(project: Project) -> Report:
    """Return what keeps the models of a training job out of the archive."""
    paths = [each.path for each in project.modules] + [each.path for each in project.flaws]
    entries = [Entry(finding=each) for each in check_training(project)]
    return Report(entries=entries, checked=paths, noun="training script")


def destinations(project: Project) -> Iterator[str]:
    """Yield a line for each call that saves a model: where to, and whether that is archived."""
    for save in project.saves:
        if save.place.kind is Kind.MODEL:
            said = f"{save.place}, in the archive"
        elif save.place.kind is Kind.UNKNOWN:
            said = "a path that the source does not tell"
        elif project.arrives(save):
            said = f"{save.place}, copied into the archive, or it may be"
        else:
            said = f"{save.place}, not in the archive"
        yield f"{save.module.path}:{save.line}: {save.name} saves to {said}"
