"""The report as JSON: a list of findings."""

from __future__ import annotations

import json

from sagemaker_hosting.cli.report import Report


def render(report: Report) -> str:
    """Return a list of ``{rule, severity, message, fix, source, path, resource, ...}``.

    ``line`` and ``column`` count from 1 and are null where they are not known; ``property`` is
    empty for a resource as a whole. What is ignored is there too, with its ``ignored`` reason,
    which is null for everything else.
    """
    return json.dumps(
        [
            {
                "rule": entry.finding.rule,
                "severity": entry.finding.severity.value,
                "message": entry.finding.message,
                "fix": entry.finding.fix,
                "source": entry.finding.source,
                "path": entry.finding.path,
                "resource": entry.finding.resource,
                "property": entry.finding.property,
                "line": entry.finding.line,
                "column": entry.finding.column,
                "construct": entry.construct_path or None,
                "ignored": entry.reason or None,
            }
            for entry in report.entries
        ],
        indent=2,
        ensure_ascii=False,
    )
