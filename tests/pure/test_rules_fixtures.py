"""Every rule finds what is wrong, keeps silent about what is right, and about what it cannot know.

A fixture is a test: a template below ``tests/fixtures/rules/<ID>/good`` or ``.../bad``. A bad one
lists under ``Metadata.Findings`` the places that its rule is to name.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from sagemaker_hosting.rules import ENGINE_RULE, all_rules, check_resource, check_template
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template import resources
from sagemaker_hosting.template.links import LINKS
from sagemaker_hosting.template.resources import Resources
from tests.pure.templates import FIXTURES, Place, load, places, replaced, watched

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


@pytest.mark.parametrize("path", cases("good"))
def test_good_template_is_not_found(path: Path) -> None:
    rule, template = load(path)
    assert check_template(template, rules=[rule]) == []


@pytest.mark.parametrize("path", cases("bad"))
def test_bad_template_is_found_at_the_right_place(path: Path) -> None:
    rule, template = load(path)
    findings = check_template(template, rules=[rule])
    named = ["/".join(filter(None, (each.resource, each.property))) for each in findings]
    assert named == template["Metadata"]["Findings"]
    assert named
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
            assert not re.sub(r"CompressionType None|to None,|'None'", "", text).count("None")


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
@pytest.mark.parametrize("kind", ["good", "bad"])
def test_every_rule_has_fixtures(rule: Rule, kind: str) -> None:
    assert list((FIXTURES / rule.id / kind).glob("*.json"))


def test_every_fixture_belongs_to_a_rule() -> None:
    assert {path.name for path in FIXTURES.iterdir()} == {rule.id for rule in all_rules()}


@pytest.mark.parametrize("path", cases("good"))
def test_not_knowing_a_value_adds_no_finding(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What looks at everything before any rule does would make every rule a reader of everything.
    monkeypatch.setattr(resources, "is_tree", lambda node: True)
    rule, template = load(path)
    before: set[tuple[str, str]] = set()
    readers: dict[Place, list[Rule]] = {}
    # Rules of others look at one template of each rule: that is every shape there is.
    one_of_each = path == min(path.parent.glob("*.json"))
    for each in rules_concerned(template) if one_of_each else [rule]:
        noted, notes = watched(template)
        before |= found(noted, [each])
        for place in notes:
            readers.setdefault(place, []).append(each)
    for index, place in enumerate(places(template)):
        # A rule that never looked there cannot tell the difference.
        rules = readers.get(place, [])
        # The fixture's own rule meets every way of not knowing; the others meet one, by turns.
        for turn, unknown in enumerate(UNKNOWN):
            asked = (
                rules if turn == index % len(UNKNOWN) else [each for each in rules if each is rule]
            )
            if asked:
                added = found(replaced(template, place, unknown), asked) - before
                assert not added, (place, unknown, added)
    assert not [each for each in before if each[0] == rule.id and not rule.schema]


@pytest.mark.parametrize("path", [*cases("good"), *cases("bad")])
def test_a_lone_resource_does_not_crash_a_rule(path: Path) -> None:
    rule, template = load(path)
    everything = Resources(template)
    for resource in everything.by_logical_id.values():
        if resource.type not in rule.resource_types:
            continue
        links = LINKS.get(resource.type, {})
        related = {
            link: [dict(each.properties) for each in everything.linked(resource, link)]
            for link in links
        }
        for known in ({}, related):
            findings = check_resource(
                resource.type, dict(resource.properties), rules=[rule], related=known
            )
            assert ENGINE_RULE not in {each.rule for each in findings}, findings


def rules_concerned(template: dict[str, Any]) -> list[Rule]:
    types = {resource["Type"] for resource in template["Resources"].values()}
    return [rule for rule in all_rules() if not types.isdisjoint(rule.resource_types)]


def found(template: dict[str, Any], rules: list[Rule]) -> set[tuple[str, str]]:
    return {(each.rule, each.resource) for each in check_template(template, rules=rules)}
