"""Whatever a template looks like: nothing raises, and what is wrong is wrong for its cause."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sagemaker_hosting.rules import ENGINE_RULE, all_rules, check_template, check_update
from tests.pure.templates import FIXTURES, Place, load, places, replaced

TYPES = sorted({each for rule in all_rules() for each in rule.resource_types})
NAMES = st.sampled_from(["A", "B", "C", "AWS::NoValue", "AWS::Region", ""])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**400)
    | st.floats()
    | st.text(max_size=8)
    | NAMES
    | st.sampled_from(
        ["x" * 5000, "{{resolve:ssm:a}}", "${Token[T.1]}", "${A}", "-1", "ml.m5.large"]
    )
)
KEYS = NAMES | st.sampled_from(
    [
        "Ref",
        "Fn::If",
        "Fn::Sub",
        "Fn::Join",
        "Fn::Select",
        "Fn::Split",
        "Fn::FindInMap",
        "Fn::GetAtt",
        "Fn::Transform",
        "Fn::ForEach::X",
        "Fn::Equals",
        "Fn::Not",
        "Fn::And",
        "Condition",
        "ProductionVariants",
        "Statement",
        "Default",
        "AllowedValues",
    ]
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.integers(), inner, max_size=3)
    ),
    max_leaves=10,
)
# Names of three things only, so that references, conditions and mappings go round in circles.
SECTION = ANYTHING | st.dictionaries(NAMES, ANYTHING, max_size=3)
RESOURCE = ANYTHING | st.fixed_dictionaries(
    {"Type": st.sampled_from(TYPES) | ANYTHING},
    optional={"Properties": ANYTHING, "Condition": NAMES | ANYTHING, "DependsOn": ANYTHING},
)
TEMPLATES = st.fixed_dictionaries(
    {"Resources": ANYTHING | st.dictionaries(NAMES, RESOURCE, max_size=3)},
    optional=dict.fromkeys(
        ("Parameters", "Conditions", "Mappings", "Rules", "Transform", "Metadata"), SECTION
    ),
)


@given(TEMPLATES, TEMPLATES)
@settings(max_examples=50)
def test_a_template_of_any_shape_never_raises(old: dict[str, Any], new: dict[str, Any]) -> None:
    for finding in (*check_template(new), *check_update(old, new)):
        assert finding.rule != ENGINE_RULE, finding


BAD = sorted(FIXTURES.glob("*/bad/*.json"))


@given(st.sampled_from(BAD), st.data())
@settings(max_examples=150)
def test_anything_in_the_place_of_anything_never_raises(path: Path, data: st.DataObject) -> None:
    rule, template = load(path)
    place = data.draw(st.sampled_from(list(places(template))))
    changed = replaced(template, place, data.draw(ANYTHING))
    for finding in check_template(changed, rules=[rule]):
        assert finding.rule == rule.id, finding


UNKNOWN = {"Fn::If": ["Anything", {"Ref": "A"}, {"Ref": "B"}]}


@pytest.mark.parametrize("path", BAD, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_a_finding_goes_with_its_cause(path: Path) -> None:
    """It goes when what it names is not known, or not there: a name may be the mistake."""
    rule, template = load(path)
    for finding in check_template(template, rules=[rule]):
        place = named(template, finding.resource, finding.property)
        named_here = (finding.resource, finding.property)
        for changed in (replaced(template, place, UNKNOWN), without(template, place)):
            found = check_template(changed, rules=[rule])
            if named_here not in [(each.resource, each.property) for each in found]:
                break
        else:
            raise AssertionError(f"{finding} stays without {place}")


def named(template: dict[str, Any], resource: str, path: str) -> Place:
    """Return the deepest place on the way to ``path``; a document in a text is one place."""
    place: Place = ("Resources", resource, "Properties")
    node = template["Resources"][resource].get("Properties", {})
    for name in path.split("/") if path else ():
        key: Any = int(name) if isinstance(node, list) and name.isdecimal() else name
        if isinstance(node, dict):
            there = key in node
        else:
            there = isinstance(node, list) and isinstance(key, int) and key < len(node)
        if not there:
            break
        place, node = (*place, key), node[key]
    return place if len(place) > 3 else place[:2]


def without(template: dict[str, Any], place: Place) -> dict[str, Any]:
    """Return ``template`` without what stands at ``place``."""
    parent: Any = template
    for key in place[:-1]:
        parent = parent[key]
    changed = parent.copy()
    del changed[place[-1]]
    return replaced(template, place[:-1], changed)
