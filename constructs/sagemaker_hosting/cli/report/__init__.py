"""What a check reports, whatever was checked: entries, exit codes, formats.

Every command that reports findings ends here: it collects a ``Report`` and gives it to ``finish``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity

FORMATS: Final = ("text", "json", "sarif", "junit", "github")
"""The formats of a report, the default first."""

RANK: Final[Mapping[Severity, int]] = MappingProxyType(
    {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}
)
"""How serious a severity is, for comparison."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One finding as it is reported.

    Attributes:
        finding: What was found. Its ``path`` is the file.
        construct_path: The CDK construct that declares the resource; empty when not known.
        reason: Why it is ignored; empty when it is not.
    """

    finding: Finding
    construct_path: str = ""
    reason: str = ""

    @property
    def is_ignored(self) -> bool:
        """Return whether somebody decided that this is no mistake here."""
        return bool(self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a check found.

    Attributes:
        entries: The findings, those that are ignored included.
        checked: What was looked at, by name: files, archives.
        noun: What those are, in the singular.
    """

    entries: Sequence[Entry]
    checked: Sequence[str]
    noun: str = "template"
    counts: Mapping[Severity, int] = field(init=False)

    def __post_init__(self) -> None:
        """Sort the entries by place, and count what is not ignored."""
        object.__setattr__(self, "entries", sorted(self.entries, key=_place))
        active = [entry.finding.severity for entry in self.entries if not entry.is_ignored]
        object.__setattr__(self, "counts", {each: active.count(each) for each in Severity})

    @property
    def active(self) -> Sequence[Entry]:
        """The entries that nobody ignored."""
        return [entry for entry in self.entries if not entry.is_ignored]

    @property
    def ignored(self) -> Sequence[Entry]:
        """The entries that are ignored, each with its reason."""
        return [entry for entry in self.entries if entry.is_ignored]

    def exit_code(self, fail_on: Severity) -> int:
        """Return 1 when something is at least as serious as ``fail_on``, otherwise 0."""
        worst = [RANK[entry.finding.severity] for entry in self.active]
        return int(max(worst, default=-1) >= RANK[fail_on])


def _place(entry: Entry) -> tuple[str, int, int, str, str]:
    found = entry.finding
    return (found.path, found.line or 0, found.column or 0, found.rule, found.message)
