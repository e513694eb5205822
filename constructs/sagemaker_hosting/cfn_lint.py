"""The rule catalogue as a plug-in of cfn-lint.

``cfn-lint --append-rules sagemaker_hosting.cfn_lint TEMPLATE``, or in ``.cfnlintrc``::

    append_rules:
      - sagemaker_hosting.cfn_lint

So the rules reach editors, pre-commit and CI through cfn-lint, with its formats and its ways to
ignore. cfn-lint keeps the 9 for rules of others and reads the severity from the first letter of an
id: SMH0424, a warning, is W90424 here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules import Rule, all_rules, check_template

_LETTERS: Final = {Severity.ERROR: "E", Severity.WARNING: "W", Severity.INFO: "I"}


def lint_id(rule: Rule) -> str:
    """Return the id of ``rule`` for cfn-lint: its severity, a 9, its number."""
    return f"{_LETTERS[rule.severity]}9{rule.id.removeprefix('SMH')}"


class _OneRun:
    """The findings of the catalogue in the template that was asked for last."""

    def __init__(self) -> None:
        self._template: Template | None = None
        self._by_rule: dict[str, list[Finding]] = {}

    def of(self, rule: str, template: Template) -> list[Finding]:
        """Return the findings of ``rule``; the whole catalogue runs once for each template."""
        if self._template is not template:
            self._template = template
            self._by_rule = {}
            for finding in check_template(_plain(template.template)):
                self._by_rule.setdefault(finding.rule, []).append(finding)
        return self._by_rule.get(rule, [])


_RUN: Final = _OneRun()


def _plain(value: Any) -> Any:
    """Return a template without the positions that cfn-lint keeps in its values."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, str) else value


def _path(finding: Finding) -> list[str | int]:
    steps: list[str | int] = ["Resources", finding.resource] if finding.resource else []
    if finding.property:
        steps.append("Properties")
        steps += [int(step) if step.isdecimal() else step for step in finding.property.split("/")]
    return steps


def _bridge(rule: Rule) -> type[CloudFormationLintRule]:
    def match(self: CloudFormationLintRule, cfn: Template) -> Iterator[RuleMatch]:
        for finding in _RUN.of(rule.id, cfn):
            yield RuleMatch(_path(finding), f"{finding.message}; fix: {finding.fix} ({rule.id})")

    return type(
        type(rule).__name__,
        (CloudFormationLintRule,),
        {
            "__doc__": rule.rationale,
            "__module__": __name__,
            "id": lint_id(rule),
            "shortdesc": rule.title,
            "description": " ".join(rule.rationale.split()),
            "source_url": rule.url,
            "tags": ["sagemaker", rule.id],
            "match": match,
        },
    )


# cfn-lint makes an instance of each rule class that it finds in this module. Rules that repeat the
# schema stay out: cfn-lint has checked it.
globals().update({f"{r.id}_{type(r).__name__}": _bridge(r) for r in all_rules() if not r.schema})
