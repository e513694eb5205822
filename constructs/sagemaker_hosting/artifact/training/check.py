"""Applying the rules over training scripts."""

from __future__ import annotations

from functools import cache

import sagemaker_hosting.artifact.training.rules as package
from sagemaker_hosting.artifact.training.project import Project
from sagemaker_hosting.artifact.training.rule import TrainingRule
from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.core.rule import discover


@cache
def training_rules() -> tuple[TrainingRule, ...]:
    """Return one instance of every rule, in the order of the ids."""
    return discover(package, TrainingRule)


def check_training(project: Project) -> list[Finding]:
    """Return what keeps what the scripts save out of the model archive, in order of place."""
    found = [finding for rule in training_rules() for finding in rule.check(project)]
    return sorted(found, key=lambda each: (each.path, each.line or 0, each.column or 0, each.rule))
