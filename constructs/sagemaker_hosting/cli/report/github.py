"""The report as GitHub Actions workflow commands, which become annotations of the changed lines."""

from __future__ import annotations

from typing import Final

from sagemaker_hosting.cli.report import Report
from sagemaker_hosting.core.findings import Severity

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report) -> str:
    """Return a line for each finding that is not ignored."""
    lines = []
    for entry in report.active:
        found = entry.finding
        properties = {"file": found.path, "title": found.rule}
        if found.line is not None:
            properties |= {"line": str(found.line), "col": str(found.column or 1)}
        place = "/".join(part for part in (found.resource, found.property) if part)
        message = f"{place}: {found.message}" if place else found.message
        if found.fix:
            message += f"\nfix: {found.fix}"
        listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        lines.append(f"::{_COMMANDS[found.severity]} {listed}::{_data(message)}")
    return "\n".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
