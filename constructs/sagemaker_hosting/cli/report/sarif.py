"""The report as SARIF 2.1.0, as code scanning services read it."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import PurePath
from typing import Any, Final

from sagemaker_hosting.cli.report import Entry, Report
from sagemaker_hosting.core.findings import Finding, Severity

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(report: Report) -> str:
    """Return one run with a rule descriptor for each rule that found something.

    What is ignored is a result with a suppression, whose justification is the reason.
    """
    rules: dict[str, dict[str, Any]] = {}
    for entry in report.entries:
        rules.setdefault(entry.finding.rule, _descriptor(entry.finding))
    order = {identity: index for index, identity in enumerate(rules)}
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "sagemaker-hosting",
                        "version": version("cdk-sagemaker-hosting"),
                        "informationUri": (
                            "https://github.com/cdk-sagemaker-hosting/cdk-sagemaker-hosting"
                        ),
                        "rules": list(rules.values()),
                    }
                },
                "columnKind": "unicodeCodePoints",
                "artifacts": [
                    {"location": {"uri": _uri(name)}} for name in dict.fromkeys(report.checked)
                ],
                "results": [_result(entry, order) for entry in report.entries],
            }
        ],
    }
    return json.dumps(log, indent=2, ensure_ascii=False)


def _descriptor(found: Finding) -> dict[str, Any]:
    from sagemaker_hosting.cli.catalogue import describe

    title, rationale = describe(found.rule)
    descriptor: dict[str, Any] = {
        "id": found.rule,
        "shortDescription": {"text": title or found.rule},
        "fullDescription": {"text": rationale or title or found.message},
        "defaultConfiguration": {"level": _LEVELS[found.severity]},
        "help": {"text": f"{rationale or title or found.message}\n\n{found.source}"},
    }
    if found.url:
        descriptor["helpUri"] = found.url
    return descriptor


def _result(entry: Entry, order: dict[str, int]) -> dict[str, Any]:
    found = entry.finding
    message = f"{found.message}\nfix: {found.fix}" if found.fix else found.message
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(found.path)}}
    if found.line is not None:
        physical["region"] = {"startLine": found.line, "startColumn": found.column or 1}
    location: dict[str, Any] = {"physicalLocation": physical}
    place = "/".join(part for part in (found.resource, found.property) if part)
    if place:
        location["logicalLocations"] = [{"fullyQualifiedName": place}]
    result: dict[str, Any] = {
        "ruleId": found.rule,
        "ruleIndex": order[found.rule],
        "level": _LEVELS[found.severity],
        "message": {"text": message},
        "locations": [location],
    }
    if entry.is_ignored:
        result["suppressions"] = [{"kind": "external", "justification": entry.reason}]
    return result


def _uri(path: str) -> str:
    """Return ``path`` as an URI reference, relative where the path is."""
    from urllib.parse import quote

    if "://" in path:
        return path
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(pure.as_posix())
