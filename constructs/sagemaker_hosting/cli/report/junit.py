"""The report as JUnit XML: a test suite for each file, a failing test case for each finding."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree

from sagemaker_hosting.cli.report import Entry, Report
from sagemaker_hosting.core.findings import Severity

# What XML 1.0 cannot hold, not even escaped.
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    """Return the XML document.

    Errors and warnings are failures, information passes with a note, and what is ignored is
    skipped with its reason. A file without findings is one passing test case.
    """
    root = ElementTree.Element("testsuites", name="sagemaker-hosting")
    for name in dict.fromkeys((*report.checked, *(each.finding.path for each in report.entries))):
        entries = [entry for entry in report.entries if entry.finding.path == name]
        suite = ElementTree.SubElement(
            root,
            "testsuite",
            name=_text(name),
            tests=str(max(1, len(entries))),
            failures=str(sum(map(_fails, entries))),
            errors="0",
            skipped=str(sum(entry.is_ignored for entry in entries)),
        )
        for entry in entries:
            _case(suite, entry)
        if not entries:
            ElementTree.SubElement(suite, "testcase", name="no findings", classname=_text(name))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True)


def _fails(entry: Entry) -> bool:
    return not entry.is_ignored and entry.finding.severity is not Severity.INFO


def _case(suite: ElementTree.Element, entry: Entry) -> None:
    found = entry.finding
    place = "/".join(part for part in (found.resource, found.property) if part)
    case = ElementTree.SubElement(
        suite,
        "testcase",
        name=_text(f"{found.rule} {place}".strip()),
        classname=_text(found.path),
    )
    if found.line is not None:
        case.set("line", str(found.line))
    lines = [found.message]
    if found.fix:
        lines.append(f"fix: {found.fix}")
    if found.source:
        lines.append(f"see: {found.source}")
    if entry.is_ignored:
        ElementTree.SubElement(case, "skipped", message=_text(entry.reason))
    elif _fails(entry):
        failure = ElementTree.SubElement(
            case, "failure", type=found.severity.value, message=_text(found.message)
        )
        failure.text = _text("\n".join(lines))
    else:
        ElementTree.SubElement(case, "system-out").text = _text("\n".join(lines))


def _text(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
