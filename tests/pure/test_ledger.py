"""Every fact that a template can show has an answer, and every answer is true."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import sagemaker_hosting.rules.ledger as ledger_package
from sagemaker_hosting.cli.catalogue import every_rule
from sagemaker_hosting.core.rule import BaseRule
from sagemaker_hosting.facts.documented import SOURCES, Fact, documented_facts
from sagemaker_hosting.rules.ledger import Answer, Entry, ledger

FOLDER = Path(ledger_package.__file__).parent
RULES: dict[str, BaseRule] = {rule.id: rule for rule in every_rule()}
RULE_FIXTURES = Path(__file__).parents[1] / "fixtures" / "rules"
SCHEMA_FIXTURES = Path(__file__).parents[1] / "fixtures" / "schema"


def answered(*answers: Answer) -> list[Entry]:
    return [entry for entry in ledger() if entry.answer in answers]


def test_every_checkable_fact_is_there_once() -> None:
    checkable = {fact.id for fact in documented_facts().values() if fact.check}
    assert len(checkable) == 746
    counted = Counter(entry.fact for entry in ledger())
    assert {fact for fact, times in counted.items() if times > 1} == set()
    assert counted.keys() - checkable == set()
    assert checkable - counted.keys() == set()


@pytest.mark.parametrize("source", SOURCES)
def test_a_file_of_answers_keeps_the_order_of_its_facts(source: str) -> None:
    checkable = [fact.id for fact in documented_facts(source).values() if fact.check]
    there = list(json.loads((FOLDER / f"{source}.json").read_text(encoding="utf-8")))
    assert there == [fact for fact in checkable if fact in there]


@pytest.mark.parametrize(
    "entry", answered(Answer.ENFORCED, Answer.FOREIGN), ids=lambda entry: entry.fact
)
def test_a_rule_that_answers_cites_the_fact(entry: Entry) -> None:
    for identity in (entry.by, *entry.also):
        assert entry.fact in RULES[identity].facts


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_what_a_rule_cites_exists_and_is_answered_by_it(rule: BaseRule) -> None:
    answers = {entry.fact: entry for entry in ledger()}
    for fact in rule.facts:
        assert fact in documented_facts()
        entry = answers.get(fact)
        if entry is not None:
            assert rule.id in (entry.by, *entry.also)


@pytest.mark.parametrize("entry", answered(Answer.SCHEMA), ids=lambda entry: entry.fact)
def test_a_schema_check_has_a_fixture(entry: Entry) -> None:
    assert (SCHEMA_FIXTURES / f"{entry.fact}.json").is_file()


@cache
def rendered() -> frozenset[tuple[str, str]]:
    """Return the properties that our constructs render, by resource type, in the snapshots."""
    found: set[tuple[str, str]] = set()
    for path in sorted((Path(__file__).parents[1] / "cdk" / "snapshots").glob("*.json")):
        for resource in json.loads(path.read_text(encoding="utf-8"))["Resources"].values():
            stack: list[tuple[str, Any]] = [("", resource.get("Properties", {}))]
            while stack:
                place, node = stack.pop()
                found.add((resource["Type"], place))
                pairs = node.items() if isinstance(node, dict) else ()
                pairs = [("*", item) for item in node] if isinstance(node, list) else pairs
                stack += [(f"{place}/{name}".lstrip("/"), child) for name, child in pairs]
    return frozenset(found)


@pytest.mark.parametrize("entry", answered(Answer.FOREIGN), ids=lambda entry: entry.fact)
def test_what_is_foreign_is_no_property_of_our_constructs(entry: Entry) -> None:
    places = set()
    for path in sorted((RULE_FIXTURES / entry.by / "bad").glob("*.json")):
        template = json.loads(path.read_text(encoding="utf-8"))
        for named in template["Metadata"]["Findings"]:
            resource, _, place = named.partition("/")
            kind = template["Resources"][resource]["Type"]
            places.add((kind, re.sub(r"(?<=/)\d+(?=/|$)", "*", place)))
    assert not places & rendered()


@pytest.mark.parametrize(
    "entry", answered(Answer.WAIVED, Answer.FOREIGN), ids=lambda entry: entry.fact
)
def test_a_reason_is_a_sentence(entry: Entry) -> None:
    assert len(entry.reason.split()) >= 5


@pytest.mark.parametrize("fact", documented_facts().values(), ids=lambda fact: fact.id)
def test_a_fact_says_something(fact: Fact) -> None:
    assert fact.text
    assert fact.area
