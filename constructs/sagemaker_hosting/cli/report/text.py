"""The report for people: grouped by file and resource, coloured on a terminal, plain in a pipe."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from rich.console import Console
from rich.text import Text

from sagemaker_hosting.cli.report import Entry, Report
from sagemaker_hosting.core.findings import Severity

_STYLES: Final = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def render(report: Report, *, colour: bool = False) -> str:
    """Return the report as text.

    Args:
        report: What was found.
        colour: Whether to write ANSI colours. Default: plain text.
    """
    stream = io.StringIO()
    console = Console(
        file=stream,
        force_terminal=colour,
        no_color=not colour,
        highlight=False,
        # A narrow terminal wraps by itself; what goes to a file stays whole.
        width=10_000,
    )
    for line in _lines(report):
        console.print(line, soft_wrap=True)
    return stream.getvalue().rstrip("\n")


def _lines(report: Report) -> Iterator[Text]:
    for path, of_file in groupby(report.active, key=lambda entry: entry.finding.path):
        if path:
            yield Text(path, style="bold underline")
        ordered = list(of_file)
        names = dict.fromkeys(entry.finding.resource for entry in ordered)
        for name in names:
            entries = [entry for entry in ordered if entry.finding.resource == name]
            yield from _resource(name, entries)
        yield Text()
    for entry in report.ignored:
        found = entry.finding
        place = "/".join(part for part in (found.path, found.resource, found.property) if part)
        yield Text(f"ignored {found.rule} {place}: {entry.reason}", style="dim")
    yield _summary(report)


def _resource(name: str, entries: Sequence[Entry]) -> Iterator[Text]:
    if name:
        heading = Text(f"  {name}", style="bold")
        kind = next((e.finding.resource_type for e in entries if e.finding.resource_type), "")
        where = next((e.construct_path for e in entries if e.construct_path), "")
        details = "  ".join(filter(None, (kind, where)))
        if details:
            heading.append(f"  {details}", style="not bold dim")
        yield heading
    for entry in entries:
        found = entry.finding
        line = Text("    ")
        if found.line is not None:
            line.append(f"{found.line}:{found.column or 1}  ", style="dim")
        line.append(found.severity.value, style=_STYLES[found.severity])
        line.append(f" {found.rule}  ", style="bold")
        if found.property:
            line.append(f"{found.property}: ")
        line.append(found.message)
        yield line
        if found.fix:
            yield Text(f"      fix: {found.fix}", style="green")
        if found.source:
            yield Text(f"      see: {found.source}", style="dim")


def _summary(report: Report) -> Text:
    count = len(dict.fromkeys(report.checked))
    checked = f"{count} {report.noun}{'' if count == 1 else 's'}"
    parts = [
        (report.counts[severity], word)
        for severity, word in (
            (Severity.ERROR, "error"),
            (Severity.WARNING, "warning"),
            (Severity.INFO, "note"),
        )
    ]
    found = ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in parts if n)
    worst = next((each for each in _STYLES if report.counts[each]), None)
    line = Text()
    line.append(found or "no findings", style=_STYLES[worst] if worst else "bold green")
    line.append(f" in {checked}")
    if report.ignored:
        line.append(f" ({len(report.ignored)} ignored)")
    return line
