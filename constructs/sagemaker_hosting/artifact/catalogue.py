"""Every rule over artifacts, found by walking the package of rules once."""

from __future__ import annotations

from functools import cache

import sagemaker_hosting.artifact.rules as package
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.rule import discover


@cache
def artifact_rules() -> tuple[ArtifactRule, ...]:
    """Return one instance of every rule, in the order of the ids."""
    return discover(package, ArtifactRule)
