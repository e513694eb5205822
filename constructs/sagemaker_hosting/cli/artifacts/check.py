"""Checking artifacts where they lie, for a report."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.inspect import inspect_path
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.findings import Finding

if TYPE_CHECKING:
    from sagemaker_hosting.cli.report import Entry, Report
    from sagemaker_hosting.cli.templates.ignores import Ignore

_HEAVY: Final = ("sagemaker_hosting.artifact.check", "rich.console", "rich.text")


def check_artifacts(
    targets: Iterable[str], declared: Declaration, ignored: Sequence[Ignore] = ()
) -> Report:
    """Return what is wrong with archives, directories and addresses of S3.

    Args:
        targets: Where they are.
        declared: What they are for.
        ignored: Rules that do not count, each with its reason. Default: none.

    Raises:
        HostingError: One is not there, or cannot be read.
    """
    checked = list(targets)
    entries: list[Entry] = []
    for target in checked:
        reading = _Reading(target)
        for name in _HEAVY:
            importlib.import_module(name)
        entries += entries_of(reading.result(), declared, ignored)
    from sagemaker_hosting.cli.report import Report

    return Report(entries=entries, checked=checked, noun="artifact")


class _Reading:
    """An artifact that is read in a thread.

    ISA-L unpacks without the lock of the interpreter, so that what takes a fifth of a second to
    import (the rules, the report) costs nothing beside a large archive.
    """

    def __init__(self, target: str) -> None:
        self._target = target
        self._found: Contents | None = None
        self._error: BaseException | None = None
        # A daemon, so that Ctrl-C does not wait for the rest of an archive in S3.
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def result(self) -> Contents:
        """Return what it holds, when it has been read."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        assert self._found is not None
        return self._found

    def _read(self) -> None:
        try:
            self._found = _inspected(self._target)
        except BaseException as error:
            self._error = error


def entries_of(
    contents: Contents, declared: Declaration, ignored: Sequence[Ignore] = ()
) -> list[Entry]:
    """Return what is wrong with an artifact that has been read."""
    from sagemaker_hosting.artifact.check import check_contents
    from sagemaker_hosting.cli.report import Entry

    found = check_contents(contents, declared)
    return with_reasons([Entry(finding=_placed(each, contents.name)) for each in found], ignored)


def with_reasons(entries: Sequence[Entry], ignored: Sequence[Ignore]) -> list[Entry]:
    """Return ``entries`` with the reasons why some do not count.

    Raises:
        InvalidProps: A rule is ignored that does not exist.
    """
    reasons = {each.rule: each.reason for each in ignored}
    if reasons:
        from sagemaker_hosting.cli import catalogue

        unknown = sorted(rule for rule in reasons if not catalogue.exists(rule))
        if unknown:
            raise InvalidProps(
                f"there is no rule {unknown[0]!r} to ignore",
                fix="list the ids with: sagemaker-hosting rules",
            )
    return [replace(each, reason=reasons.get(each.finding.rule, "")) for each in entries]


def _inspected(target: str) -> Contents:
    if target.startswith("s3://"):
        from sagemaker_hosting.cli.artifacts.s3 import inspect_s3

        return inspect_s3(target)
    return inspect_path(Path(target))


def _placed(finding: Finding, name: str) -> Finding:
    """Return a finding whose path says which artifact it is in."""
    return replace(finding, path=f"{name.rstrip('/')}/{finding.path}" if finding.path else name)
