"""Rules over two versions of a template find what may not change, and nothing else.

A fixture is a folder below ``tests/fixtures/updates/<ID>/good`` or ``.../bad`` with an ``old.json``
and a ``new.json``. A bad new one lists under ``Metadata.Findings`` the places that are to be named.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sagemaker_hosting.rules import check_template, check_update, update_rules
from sagemaker_hosting.rules.update_rule import UpdateRule
from tests.pure.templates import Place, places, replaced

FIXTURES = Path(__file__).parent.parent / "fixtures" / "updates"
RULES = {rule.id: rule for rule in update_rules()}
UNKNOWN = ({"Ref": "Anything"}, {"Fn::If": ["Anything", "value", {"Ref": "AWS::NoValue"}]})


def cases(*kinds: str) -> list[Any]:
    return [
        pytest.param(path, id=f"{path.parent.parent.name}-{path.name}")
        for kind in kinds
        for path in sorted(FIXTURES.glob(f"*/{kind}/*"))
    ]


def load(path: Path) -> tuple[UpdateRule, dict[str, Any], dict[str, Any]]:
    old, new = (json.loads((path / name).read_text()) for name in ("old.json", "new.json"))
    return RULES[path.parent.parent.name], old, new


@pytest.mark.parametrize("path", cases("good"))
def test_good_step_is_not_found(path: Path) -> None:
    rule, old, new = load(path)
    assert check_update(old, new, rules=[rule]) == []


@pytest.mark.parametrize("path", cases("bad"))
def test_bad_step_is_found_at_the_right_place(path: Path) -> None:
    rule, old, new = load(path)
    findings = check_update(old, new, rules=[rule])
    named = ["/".join(filter(None, (each.resource, each.property))) for each in findings]
    assert named == new["Metadata"]["Findings"]
    for finding in findings:
        assert (finding.rule, finding.severity) == (rule.id, rule.severity)
        assert finding.resource in new["Resources"]
        for text in (finding.message, finding.fix):
            assert text
            assert not text.endswith((".", " "))
            assert "  " not in text
            assert "None" not in text


@pytest.mark.parametrize("path", cases("good", "bad"))
def test_what_does_not_change_is_never_found(path: Path) -> None:
    _, old, new = load(path)
    assert check_update(old, old) == []
    assert check_update(new, new) == []


@pytest.mark.parametrize("path", cases("good"))
def test_not_knowing_a_value_adds_no_finding(path: Path) -> None:
    _, old, new = load(path)
    before = {(each.rule, each.resource) for each in check_update(old, new)}
    for unknown in UNKNOWN:
        steps = [(place, old, replaced(new, place, unknown)) for place in certain(new)]
        steps += [(place, replaced(old, place, unknown), new) for place in certain(old)]
        for place, one, other in steps:
            added = {(each.rule, each.resource) for each in check_update(one, other)} - before
            assert not added, (place, unknown)


def certain(template: dict[str, Any]) -> Iterator[Place]:
    """Yield the places where something certainly stands: a ``Ref`` says more than a choice."""
    for place in places(template):
        value: Any = template
        for key in place:
            value = value[key]
        if not isinstance(value, dict) or "Fn::If" not in value:
            yield place


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@pytest.mark.parametrize("kind", ["good", "bad"])
def test_every_rule_has_fixtures(rule: UpdateRule, kind: str) -> None:
    assert list((FIXTURES / rule.id / kind).iterdir())


def test_every_fixture_belongs_to_a_rule() -> None:
    assert {path.name for path in FIXTURES.iterdir()} == set(RULES)


def scaled(instance_type: Any, **sections: Any) -> dict[str, Any]:
    _, template, _ = load(FIXTURES / "SMH2001" / "good" / "same")
    place = ("Resources", "Config", "Properties", "ProductionVariants", 0, "InstanceType")
    return {**replaced(template, place, instance_type), **sections}


CONDITION = {
    "Parameters": {"Stage": {"Type": "String"}},
    "Conditions": {"Prod": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
}


def either(yes: Any, no: Any) -> dict[str, Any]:
    return {"Fn::If": ["Prod", yes, no]}


def test_both_versions_are_deployed_with_the_same_parameters() -> None:
    old = scaled(either("ml.m5.xlarge", "ml.c5.xlarge"), **CONDITION)
    assert check_update(old, scaled(either("ml.m5.xlarge", "ml.c5.xlarge"), **CONDITION)) == []
    (finding,) = check_update(
        old, scaled(either("ml.m5.xlarge", "ml.g5.xlarge"), **CONDITION), rules=[RULES["SMH2001"]]
    )
    assert finding.property == "ProductionVariants/0/InstanceType/Fn::If/2"
    assert finding.message.endswith("(when Prod is false)")
    assert "from ml.c5.xlarge to ml.g5.xlarge" in finding.message


def test_a_resource_that_a_scenario_lacks_does_not_change_in_it() -> None:
    old, new = scaled("ml.m5.xlarge", **CONDITION), scaled("ml.g5.xlarge", **CONDITION)
    for template in (old, new):
        template["Resources"]["Endpoint"]["Condition"] = "Prod"
    (finding,) = check_update(old, new, rules=[RULES["SMH2001"]])
    assert finding.message.endswith("(when Prod is true)")
    old["Conditions"] = {"Prod": {"Fn::Not": [CONDITION["Conditions"]["Prod"]]}}
    assert check_update(old, new) == []


@pytest.mark.parametrize("default", ["ml.g5.xlarge", "ml.m5.xlarge"])
def test_a_default_that_changed_says_nothing(default: str) -> None:
    """A stack keeps the value that it has."""
    section = {"Parameters": {"Type": {"Type": "String", "Default": default}}}
    old = scaled(
        {"Ref": "Type"}, Parameters={"Type": {"Type": "String", "Default": "ml.m5.xlarge"}}
    )
    assert check_update(old, scaled({"Ref": "Type"}, **section)) == []
    fixed = check_update(old, scaled("ml.g5.xlarge", **section), rules=[RULES["SMH2001"]])
    assert len(fixed) == (1 if default == "ml.m5.xlarge" else 0)


@pytest.mark.parametrize(
    "junk", [{}, {"Resources": None}, {"Resources": {"Config": 3}, "Parameters": 3}]
)
def test_a_malformed_template_does_not_crash(junk: dict[str, Any]) -> None:
    good = scaled("ml.m5.xlarge")
    assert check_update(junk, good) == []
    assert check_update(good, junk) == []
    assert check_update(junk, junk) == []


class Broken(UpdateRule, abstract=True):
    """A rule with a bug."""

    id = "SMH9903"
    title = "broken"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("none",)
    url = "https://example.com"

    def check(self, before: Any, after: Any) -> Any:
        raise ZeroDivisionError("boom")


def test_a_broken_rule_is_a_finding() -> None:
    template = scaled("ml.m5.xlarge")
    (finding,) = check_update(template, template, rules=[Broken()])
    assert finding.message == "rule SMH9903 failed: ZeroDivisionError: boom"
    assert finding.resource == "Endpoint"


def test_an_update_is_no_business_of_a_check() -> None:
    assert not {each.rule for each in check_template(scaled("ml.m5.xlarge"))} & set(RULES)
