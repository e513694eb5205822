"""Every rule finds what is wrong, keeps silent about what is right, and about what it cannot know.

A fixture is a test: a template below ``tests/fixtures/rules/<ID>/good`` or ``.../bad``. A bad one
lists under ``Metadata.Findings`` the places that its rule is to name.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sagemaker_hosting.rules import all_rules, by_id, check_template
from sagemaker_hosting.rules.rule import Rule

FIXTURES = Path(__file__).parent.parent / "fixtures" / "rules"
UNKNOWN = (
    {"Ref": "Anything"},
    {"Fn::If": ["Anything", "value", {"Ref": "AWS::NoValue"}]},
    "${Token[Anything.1]}",
    -1.8881545897087533e289,
)


def cases(kind: str) -> list[Any]:
    return [
        pytest.param(path, id=f"{path.parent.parent.name}-{path.stem}")
        for path in sorted(FIXTURES.glob(f"*/{kind}/*.json"))
    ]


def load(path: Path) -> tuple[Rule, dict[str, Any]]:
    return by_id(path.parent.parent.name), json.loads(path.read_text())


@pytest.mark.parametrize("path", cases("good"))
def test_good_template_is_not_found(path: Path) -> None:
    rule, template = load(path)
    assert check_template(template, rules=[rule]) == []


@pytest.mark.parametrize("path", cases("bad"))
def test_bad_template_is_found_at_the_right_place(path: Path) -> None:
    rule, template = load(path)
    findings = check_template(template, rules=[rule])
    places = ["/".join(filter(None, (each.resource, each.property))) for each in findings]
    assert places == template["Metadata"]["Findings"]
    assert places
    for finding in findings:
        assert finding.rule == rule.id
        assert finding.severity is rule.severity


@pytest.mark.parametrize("path", cases("bad"))
def test_messages_follow_the_house_style(path: Path) -> None:
    rule, template = load(path)
    for finding in check_template(template, rules=[rule]):
        for text in (finding.message, finding.fix):
            assert text
            assert not text.endswith((".", " "))
            assert "\n" not in text
            assert "None" not in text.replace("CompressionType None", "").replace("to None,", "")


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
@pytest.mark.parametrize("kind", ["good", "bad"])
def test_every_rule_has_fixtures(rule: Rule, kind: str) -> None:
    assert list((FIXTURES / rule.id / kind).glob("*.json"))


def test_every_fixture_belongs_to_a_rule() -> None:
    assert {path.name for path in FIXTURES.iterdir()} == {rule.id for rule in all_rules()}


@pytest.mark.parametrize("path", cases("good"))
def test_not_knowing_a_value_adds_no_finding(path: Path) -> None:
    rule, template = load(path)
    everything = all_rules()
    before = {(each.rule, each.resource) for each in check_template(template, rules=everything)}
    for unknown in UNKNOWN:
        for place in places_below(template["Resources"]):
            changed = replaced(template, ("Resources", *place), unknown)
            after = check_template(changed, rules=everything)
            added = [each for each in after if (each.rule, each.resource) not in before]
            assert not added, (place, unknown, added)
    assert not [each for each in before if each[0] == rule.id and not rule.schema]


def places_below(resources: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every property of every resource, nested ones included."""
    for name, resource in resources.items():
        stack: list[tuple[tuple[Any, ...], Any]] = [
            ((name, "Properties", key), value) for key, value in resource["Properties"].items()
        ]
        while stack:
            place, value = stack.pop()
            if value == {"Ref": "AWS::NoValue"}:
                continue
            yield place
            children = (
                value.items()
                if isinstance(value, dict)
                else enumerate(value)
                if isinstance(value, list)
                else ()
            )
            stack += [((*place, key), child) for key, child in children]


def replaced(template: dict[str, Any], place: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(template)
    target: Any = changed
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = value
    return changed
