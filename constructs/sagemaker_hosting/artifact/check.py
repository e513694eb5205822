"""Checking an artifact: reading it once, and running the rules over what was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from sagemaker_hosting.artifact.catalogue import artifact_rules
from sagemaker_hosting.artifact.contents import Contents, Form
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.inspect import inspect_path
from sagemaker_hosting.artifact.read.member import Kind, Member
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.core.rule import ENGINE_RULE

_MOST_ALIKE: Final = 20


def check_contents(
    contents: Contents,
    declared: Declaration | None = None,
    *,
    rules: Sequence[ArtifactRule] | None = None,
) -> list[Finding]:
    """Return what is wrong with an artifact, in the order of the rules.

    Args:
        contents: What it holds.
        declared: What it is for. Default: nothing is known.
        rules: The rules to run. Default: all.
    """
    declared = declared or Declaration()
    findings: list[Finding] = []
    for rule in artifact_rules() if rules is None else rules:
        if rule.concerns(contents, declared):
            findings += _at_most(_run(rule, contents, declared))
    return findings


def check_path(path: Path, declared: Declaration | None = None) -> list[Finding]:
    """Return what is wrong with an archive or a model directory.

    A directory is checked as it would be packed: without litter and what is ignored.

    Args:
        path: A ``.tar.gz`` or a directory.
        declared: What it is for. Default: nothing is known.

    Raises:
        InvalidProps: There is nothing at ``path``.
        OSError: It cannot be read.
    """
    return check_contents(inspect_path(path), declared)


def check_size(size: int, declared: Declaration, form: Form = Form.ARCHIVE) -> list[Finding]:
    """Return what is wrong with an artifact of which nothing but the size is known.

    Args:
        size: Its bytes, unpacked.
        declared: What it is for.
        form: How it is stored. Default: as an archive.
    """
    whole = Member(name="model", kind=Kind.FILE, size=size)
    contents = Contents(name="model", form=form, members=[whole])
    return check_contents(contents, declared, rules=[r for r in artifact_rules() if r.of_size])


def enforce(findings: Sequence[Finding], name: str) -> None:
    """Refuse an artifact that SageMaker would refuse, or that could never work.

    Args:
        findings: What is wrong with it.
        name: What it is called.

    Raises:
        InvalidProps: For the first finding of severity ``error``.
    """
    for finding in findings:
        # A rule that failed says nothing about the artifact.
        if finding.severity is Severity.ERROR and finding.rule != ENGINE_RULE:
            where = f"{name}: {finding.path}" if finding.path else name
            if finding.line is not None:
                where = f"{where}:{finding.line}"
            raise InvalidProps(
                f"model artifact {where}: {finding.message}",
                fix=finding.fix,
                source=f"{finding.source} ({finding.rule})",
            )


def _at_most(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Yield what is worth reading: of many alike, the first."""
    for count, finding in enumerate(findings):
        if count == _MOST_ALIKE:
            return
        yield finding


def _run(rule: ArtifactRule, contents: Contents, declared: Declaration) -> Iterator[Finding]:
    """Yield the findings of ``rule``; a rule that fails is itself a finding, not a failure."""
    try:
        yield from rule.check(contents, declared)
    except Exception as error:
        yield Finding(
            rule=ENGINE_RULE,
            severity=Severity.ERROR,
            message=f"rule {rule.id} failed: {type(error).__name__}: {error}",
            fix="report it with the names of the artifact's members",
            source=rule.source,
            url=rule.url,
        )
