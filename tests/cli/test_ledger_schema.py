"""What the ledger leaves to the schema, cfn-lint refuses at the place that the fixture names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sagemaker_hosting.rules.ledger import Answer, Entry, ledger

FIXTURES = Path(__file__).parents[1] / "fixtures" / "schema"
ENTRIES = [entry for entry in ledger() if entry.answer is Answer.SCHEMA]


@pytest.fixture(scope="module")
def lint() -> Any:
    from cfnlint.api import lint
    from cfnlint.core import get_rules

    rules = get_rules([], [], ["E", "W", "I"])
    return lambda text: lint(text, rules=rules, regions=["us-east-1"])


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.fact)
def test_cfn_lint_refuses_it(entry: Entry, lint: Any) -> None:
    text = (FIXTURES / f"{entry.fact}.json").read_text(encoding="utf-8")
    named = [tuple(each) for each in json.loads(text)["Metadata"]["Findings"]]
    found = {(each.rule.id, "/".join(map(str, each.path or ()))) for each in lint(text)}
    assert named
    assert set(named) <= found
    assert entry.by in {check for check, _ in named}


def test_every_fixture_belongs_to_an_answer() -> None:
    assert {path.stem for path in FIXTURES.glob("*.json")} == {entry.fact for entry in ENTRIES}
