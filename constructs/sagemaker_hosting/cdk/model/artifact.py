"""What is said at synthesis about an artifact that lies on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from sagemaker_hosting.artifact.declaration import Architecture, Declaration
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.images import Image

if TYPE_CHECKING:
    from sagemaker_hosting.artifact.contents import Contents
    from sagemaker_hosting.artifact.dockerfile.dockerfile import Dockerfile


def declared_by(
    image: Image | None, architecture: Architecture | None, environment: Mapping[str, str] | None
) -> Declaration:
    """Return what a container says of the artifact it opens."""
    variables = {
        name: value if is_known(value) else None for name, value in (environment or {}).items()
    }
    declared = Declaration(architecture=architecture, environment=variables, whole_environment=True)
    return declared if image is None else declared.of(image)


def check_artifact(
    scope: Construct,
    contents: Contents,
    declared: Declaration,
    *,
    network_isolation: bool | None = None,
) -> None:
    """Refuse a local artifact that could never work; annotate ``scope`` with what is doubtful.

    Args:
        scope: The construct that uses it.
        contents: What it holds.
        declared: What its container says.
        network_isolation: Whether the container has no network. Default: not known.

    A warning is acknowledged as any other of the CDK:
    ``cdk.Annotations.of(model).acknowledge_warning("sagemaker-hosting::SMH0717", "on purpose")``.

    Raises:
        InvalidProps: For the first finding of severity ``error``.
    """
    # A tenth of a second to import, and needed where an artifact is local only.
    from sagemaker_hosting.artifact.check import check_contents, enforce

    declared = replace(declared, network_isolation=network_isolation)
    findings = check_contents(contents, declared)
    enforce(findings, contents.name)
    for finding in findings:
        where = f"{contents.name}: {finding.path}" if finding.path else contents.name
        _annotate(scope, f"model artifact {where}", finding)


def check_dockerfile(
    scope: Construct,
    dockerfile: Dockerfile,
    *,
    architecture: Architecture | None,
    multi_model: bool = False,
    among_others: bool = False,
) -> None:
    """Refuse an image that could never serve; annotate ``scope`` with what is doubtful.

    Args:
        scope: The construct that uses it.
        dockerfile: What it is built from.
        architecture: The processor that it is built for; None when unknown.
        multi_model: Whether it loads many archives from a prefix. Default: False.
        among_others: Whether it is one of several containers of a model. Default: False.

    Raises:
        InvalidProps: For the first finding of severity ``error``.
    """
    # Needed where an image is built here only.
    from sagemaker_hosting.artifact.dockerfile.check import check_dockerfile as check
    from sagemaker_hosting.artifact.dockerfile.rule import ImageUse

    use = ImageUse(architecture=architecture, multi_model=multi_model, among_others=among_others)
    for finding in check(dockerfile, use):
        if finding.severity is Severity.ERROR:
            raise InvalidProps(
                f"{finding.path}:{finding.line}: {finding.message}",
                fix=finding.fix,
                source=f"{finding.source} ({finding.rule})",
            )
        _annotate(scope, str(finding.path), finding)


def _annotate(scope: Construct, where: str, finding: Finding) -> None:
    if finding.severity is not Severity.WARNING:
        return
    place = where if finding.line is None else f"{where}:{finding.line}"
    cdk.Annotations.of(scope).add_warning_v2(
        f"sagemaker-hosting::{finding.rule}",
        f"{place}: {finding.message}; fix: {finding.fix} (see {finding.source})",
    )
