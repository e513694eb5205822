"""Every rule finds what is wrong, and nothing where it is mended."""

from __future__ import annotations

import pytest

from sagemaker_hosting.artifact.catalogue import artifact_rules
from sagemaker_hosting.artifact.check import check_contents
from sagemaker_hosting.core.findings import Finding, Severity
from tests.artifact.corpus.build import Case
from tests.artifact.corpus.hostile import HARMLESS, HOSTILE
from tests.artifact.corpus.mistakes import BAD, GOOD

RULES = {rule.id: rule for rule in artifact_rules()}


def label(case: Case) -> str:
    return f"{case.rule}-{case.name}"


def place(finding: Finding) -> str:
    return finding.path if finding.line is None else f"{finding.path}:{finding.line}"


@pytest.mark.parametrize("case", [*HOSTILE, *BAD], ids=label)
def test_what_is_wrong_is_found_at_its_place(case: Case) -> None:
    findings = check_contents(case.contents(), case.declared, rules=[RULES[case.rule]])
    assert tuple(place(finding) for finding in findings) == case.places
    for finding in findings:
        assert finding.rule == case.rule
        assert finding.severity is RULES[case.rule].severity
        for text in (finding.message, finding.fix):
            assert text
            assert not text.endswith((".", " "))
            assert "\n" not in text


@pytest.mark.parametrize("case", [*HARMLESS, *GOOD], ids=label)
def test_what_is_right_is_not_found(case: Case) -> None:
    assert check_contents(case.contents(), case.declared, rules=[RULES[case.rule]]) == []


@pytest.mark.parametrize("case", [*HOSTILE, *BAD], ids=label)
def test_each_is_refused_for_its_own_reason(case: Case) -> None:
    """No other rule calls it an error; where the reason is itself an error, it is refused."""
    errors = {
        finding.rule
        for finding in check_contents(case.contents(), case.declared)
        if finding.severity is Severity.ERROR
    }
    own = {case.rule} if RULES[case.rule].severity is Severity.ERROR else set()
    assert errors == own


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_both_kinds_of_cases(rule: str) -> None:
    assert [case for case in [*HOSTILE, *BAD] if case.rule == rule]
    assert [case for case in [*HARMLESS, *GOOD] if case.rule == rule]


def test_the_corpus_is_large_and_has_no_twins() -> None:
    hostile = [case for case in HOSTILE if RULES[case.rule].severity is Severity.ERROR]
    assert len(hostile) >= 40
    names = [label(case) for case in [*HOSTILE, *BAD]]
    assert len(names) == len(set(names))
