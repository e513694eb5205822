"""Checking artifacts where they lie, for a report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from sagemaker_hosting.artifact.check import check_contents, inspect_path
from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.cli.report import Entry, Report
from sagemaker_hosting.core.findings import Finding


def check_artifacts(targets: Iterable[str], declared: Declaration) -> Report:
    """Return what is wrong with archives, directories and addresses of S3.

    Raises:
        HostingError: One is not there, or cannot be read.
    """
    checked = list(targets)
    entries = [entry for target in checked for entry in entries_of(_inspected(target), declared)]
    return Report(entries=entries, checked=checked, noun="artifact")


def entries_of(contents: Contents, declared: Declaration) -> list[Entry]:
    """Return what is wrong with an artifact that has been read."""
    findings = check_contents(contents, declared)
    return [Entry(finding=_placed(finding, contents.name)) for finding in findings]


def _inspected(target: str) -> Contents:
    if target.startswith("s3://"):
        from sagemaker_hosting.cli.artifacts.s3 import inspect_s3

        return inspect_s3(target)
    return inspect_path(Path(target))


def _placed(finding: Finding, name: str) -> Finding:
    """Return a finding whose path says which artifact it is in."""
    return replace(finding, path=f"{name.rstrip('/')}/{finding.path}" if finding.path else name)
