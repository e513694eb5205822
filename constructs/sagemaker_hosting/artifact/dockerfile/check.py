"""Applying the rules over Dockerfiles."""

from __future__ import annotations

from functools import cache

import sagemaker_hosting.artifact.dockerfile.rules as package
from sagemaker_hosting.artifact.dockerfile.dockerfile import Dockerfile
from sagemaker_hosting.artifact.dockerfile.rule import DockerfileRule, ImageUse
from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.core.rule import discover


@cache
def dockerfile_rules() -> tuple[DockerfileRule, ...]:
    """Return one instance of every rule, in the order of the ids."""
    return discover(package, DockerfileRule)


def check_dockerfile(dockerfile: Dockerfile, use: ImageUse | None = None) -> list[Finding]:
    """Return what keeps an image from serving on SageMaker, in order of place.

    Args:
        dockerfile: The Dockerfile.
        use: What the image is for. Default: nothing is known.
    """
    use = use or ImageUse()
    found = [each for rule in dockerfile_rules() for each in rule.check(dockerfile, use)]
    return sorted(found, key=lambda each: (each.line or 0, each.rule))
