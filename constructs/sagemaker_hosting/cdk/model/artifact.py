"""What is said at synthesis about an artifact that lies on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from sagemaker_hosting.artifact.declaration import Architecture, Declaration
from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.images import Image

if TYPE_CHECKING:
    from sagemaker_hosting.artifact.contents import Contents


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
        if finding.severity is Severity.WARNING:
            cdk.Annotations.of(scope).add_warning_v2(
                f"sagemaker-hosting::{finding.rule}", _text(finding, contents.name)
            )


def _text(finding: Finding, name: str) -> str:
    where = f"{name}: {finding.path}" if finding.path else name
    if finding.line is not None:
        where = f"{where}:{finding.line}"
    return f"model artifact {where}: {finding.message}; fix: {finding.fix} (see {finding.source})"
