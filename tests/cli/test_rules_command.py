"""The command `rules`: the catalogue and the ledger, for people and for programs."""

from __future__ import annotations

import json

from sagemaker_hosting.cli.catalogue import every_rule
from sagemaker_hosting.facts.documented import documented_facts
from sagemaker_hosting.rules import all_rules
from sagemaker_hosting.rules.ledger import ledger
from tests.cli.support import Run


def test_the_catalogue_as_json(run: Run) -> None:
    listed = json.loads(run("rules", "--format", "json").output)
    assert [each["id"] for each in listed] == [rule.id for rule in every_rule()]
    assert {rule.id for rule in all_rules()} <= {each["id"] for each in listed}
    for each in listed:
        assert set(each) == {"id", "severity", "title", "facts", "source"}
        assert each["severity"] in ("error", "warning", "info")
        assert each["facts"]
        assert "https://" in each["source"]


def test_the_catalogue_as_text(run: Run) -> None:
    lines = run("rules").output.splitlines()
    assert "SMH0305\terror\tvolume size on local NVMe" in lines
    assert lines[-1].startswith(f"{len(every_rule())} rules")


def test_the_ledger_as_json(run: Run) -> None:
    listed = json.loads(run("rules", "--ledger", "--format", "json").output)
    checkable = [fact.id for fact in documented_facts().values() if fact.check]
    assert [each["fact"] for each in listed] == checkable
    assert {"fact", "answer", "by", "reason"} <= set(listed[0])


def test_the_ledger_as_text(run: Run) -> None:
    lines = run("rules", "--ledger").output.splitlines()
    assert len(lines) == len(ledger()) + 1
    assert "enforced" in lines[-1]
