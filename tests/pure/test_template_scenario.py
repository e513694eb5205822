"""How conditions turn out, and in which scenarios a template is looked at."""

from __future__ import annotations

from typing import Any

import pytest

from sagemaker_hosting.template import exploration
from sagemaker_hosting.template.exploration import FEW_LOOKS, LOOKS, Exploration
from sagemaker_hosting.template.resources import Resources

FREE = {"Type": "String"}
STAGE = {"Type": "String", "AllowedValues": ["dev", "test", "prod"]}
NO_VALUE = {"Ref": "AWS::NoValue"}


def equals(left: Any, right: Any) -> dict[str, Any]:
    return {"Fn::Equals": [left, right]}


def ref(name: str) -> dict[str, Any]:
    return {"Ref": name}


def either(condition: str, yes: Any = "yes", no: Any = "no") -> dict[str, Any]:
    return {"Fn::If": [condition, yes, no]}


def seen(
    values: dict[str, Any],
    conditions: dict[str, Any],
    parameters: dict[str, Any] | None = None,
    **sections: Any,
) -> list[tuple[Any, ...]]:
    """Return what the properties of one resource come to, scenario by scenario."""
    template = {
        "Parameters": parameters or {"P": FREE, "Q": FREE, "Stage": STAGE},
        "Conditions": conditions,
        "Resources": {"R": {"Type": "T", "Properties": values}},
        **sections,
    }

    def look(resources: Resources) -> tuple[Any, ...]:
        return tuple(resources.by_logical_id["R"].get(name).raw for name in values)

    return [found for _, found in Exploration(template).look(look)]


def test_without_conditions_there_is_one_scenario() -> None:
    assert seen({"A": 1, "B": ref("P")}, {}) == [(1, ref("P"))]


def test_a_condition_turns_out_both_ways() -> None:
    assert seen({"A": either("C")}, {"C": equals(ref("P"), "x")}) == [("yes",), ("no",)]


def test_a_condition_turns_out_the_same_everywhere() -> None:
    values = {"A": either("C"), "B": {"Deep": [either("C", 1, 2)]}}
    assert seen(values, {"C": equals(ref("P"), "x")}) == [
        ("yes", {"Deep": [1]}),
        ("no", {"Deep": [2]}),
    ]


def test_nested_choices_and_nothing() -> None:
    conditions = {"C": equals(ref("P"), "x"), "D": equals(ref("Q"), "x")}
    values = {"A": either("C", either("D", 1, NO_VALUE), [either("D", 2, NO_VALUE), 3])}
    found = [each for (each,) in seen(values, conditions)]
    assert found[0] == 1
    assert found[1].__class__.__name__ == "_Absent"
    assert found[2:] == [[2, 3], [3]]


def test_a_parameter_equals_one_text_at_most() -> None:
    conditions = {"X": equals(ref("P"), "x"), "Y": equals("y", ref("P"))}
    assert seen({"A": either("X"), "B": either("Y")}, conditions) == [
        ("yes", "no"),
        ("no", "yes"),
        ("no", "no"),
    ]


def test_what_a_condition_decides_is_known() -> None:
    values = {"A": either("X"), "B": {"Fn::Sub": "is ${P}"}}
    assert seen(values, {"X": equals(ref("P"), "x")}) == [
        ("yes", "is x"),
        ("no", {"Fn::Sub": "is ${P}"}),
    ]


def test_allowed_values_bound_a_parameter() -> None:
    conditions = {
        "Dev": equals(ref("Stage"), "dev"),
        "Test": equals(ref("Stage"), "test"),
        "Never": equals(ref("Stage"), "gamma"),
    }
    values = {"A": either("Dev"), "B": either("Test"), "C": either("Never"), "D": ref("Stage")}
    assert seen(values, conditions) == [
        ("yes", "no", "no", "dev"),
        ("no", "yes", "no", "test"),
        ("no", "no", "no", "prod"),
    ]


@pytest.mark.parametrize("empty", [True, False])
def test_a_least_length_excludes_the_empty_text(empty: bool) -> None:
    parameter = {"Type": "String", "MinLength": "0" if empty else 1}
    found = seen({"A": either("C")}, {"C": equals(ref("P"), "")}, {"P": parameter})
    assert found == ([("yes",), ("no",)] if empty else [("no",)])


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"Fn::Not": [equals(ref("P"), "x")]}, ["no", "yes"]),
        ({"Fn::And": [equals(ref("P"), "x"), equals(ref("Q"), "x")]}, ["yes", "no", "no"]),
        ({"Fn::Or": [equals(ref("P"), "x"), equals(ref("Q"), "x")]}, ["yes", "yes", "no"]),
        ({"Condition": "Other"}, ["yes", "no"]),
        ({"Fn::And": [{"Condition": "Other"}, {"Fn::Not": [{"Condition": "Other"}]}]}, ["no"] * 2),
        ({"Fn::Or": [{"Condition": "Other"}, equals(ref("P"), "y")]}, ["yes", "yes", "no"]),
        (equals("a", "a"), ["yes"]),
        (equals("a", "b"), ["no"]),
        (equals(True, "true"), ["yes"]),
        (equals(1, "1"), ["yes"]),
        (equals(ref("AWS::Region"), "eu-west-1"), ["yes", "no"]),
        (equals({"Fn::Sub": "${AWS::Region}-x"}, "eu-west-1-x"), ["yes", "no"]),
        (equals({"Fn::FindInMap": ["M", ref("Stage"), "on"]}, "true"), ["no", "no", "yes"]),
        (equals({"Fn::Join": ["", [ref("P"), ref("Q")]]}, ""), [None]),
        (equals(ref("Q"), {"Fn::Join": ["-", ["a", "b"]]}), ["yes", "no"]),
        ({"Fn::Contains": [["x", "y"], ref("Q")]}, ["yes", "yes", "no"]),
    ],
)
def test_conditions(condition: Any, expected: list[Any]) -> None:
    conditions = {"C": condition, "Other": equals(ref("P"), "x")}
    rows = {"dev": {"on": False}, "test": {"on": "false"}, "prod": {"on": True}}
    found = [each for (each,) in seen({"A": either("C")}, conditions, Mappings={"M": rows})]
    assert found == [either("C") if each is None else each for each in expected]


def test_terms_that_share_a_parameter_are_not_told_apart() -> None:
    conditions = {"C": equals(ref("P"), ref("Q")), "D": equals(ref("P"), "x")}
    assert seen({"A": either("C")}, conditions) == [(either("C"),)]
    del conditions["D"]
    assert seen({"A": either("C")}, conditions) == [("yes",), ("no",)]


def test_two_known_parameters_are_compared() -> None:
    parameters = {name: {"Type": "String", "AllowedValues": ["a", "b"]} for name in "PQ"}
    values = {"A": either("C"), "B": ref("P"), "D": ref("Q")}
    found = seen(values, {"C": equals(ref("P"), ref("Q"))}, parameters)
    assert sorted(found) == [
        ("no", "a", "b"),
        ("no", "b", "a"),
        ("yes", "a", "a"),
        ("yes", "b", "b"),
    ]


@pytest.mark.parametrize(
    "conditions",
    [
        {},
        None,
        {"C": None},
        {"C": "text"},
        {"C": {"Condition": "C"}},
        {"C": {"Fn::Not": [{"Condition": "D"}]}, "D": {"Condition": "C"}},
        {"C": {"Fn::Not": []}},
        {"C": {"Fn::Not": "x"}},
        {"C": {"Fn::And": []}},
        {"C": {"Fn::Equals": ["a"]}},
        {"C": {"Fn::Equals": [["a"], None]}},
        {"C": {"Fn::Unheard": ["a"]}},
        {"C": {"Condition": ["D"]}},
        {"C": {"Fn::Contains": ["a", "b"]}},
        {"C": {"Fn::Not": [equals("a", "a")], "Fn::Or": []}},
    ],
)
def test_what_is_no_condition_has_no_answer(conditions: Any) -> None:
    found = seen({"A": either("C")}, conditions)
    assert found == [(either("C"),)]


def test_long_chains_and_deep_conditions_end() -> None:
    chain = {f"C{index}": {"Condition": f"C{index + 1}"} for index in range(5000)}
    assert seen({"A": either("C0")}, chain) == [(either("C0"),)]
    deep: Any = equals("a", "a")
    for _ in range(5000):
        deep = {"Fn::Not": [deep]}
    assert seen({"A": either("C")}, {"C": deep}) == [(either("C"),)]


# Defaults


DEFAULTED = {
    "Stage": {"Type": "String", "Default": "dev"},
    "Type": {"Type": "String", "Default": "ml.t2.medium"},
    "Key": {"Type": "String", "Default": ""},
}
PROD = {"Prod": equals(ref("Stage"), "prod")}


def test_a_default_is_known_where_conditions_do_not_depend_on_it() -> None:
    values = {"A": ref("Type"), "B": either("C")}
    conditions = {"C": equals(ref("P"), "x")}
    parameters = {"P": FREE, "Type": DEFAULTED["Type"]}
    assert seen(values, conditions, parameters) == [
        ("ml.t2.medium", "yes"),
        ("ml.t2.medium", "no"),
    ]


def test_defaults_hold_together_or_not_at_all() -> None:
    values = {"A": ref("Type"), "B": either("Prod"), "C": ref("Stage")}
    assert seen(values, PROD, DEFAULTED) == [
        ("ml.t2.medium", "no", "dev"),
        (ref("Type"), "yes", "prod"),
        (ref("Type"), "no", ref("Stage")),
    ]


def test_the_order_of_reading_makes_no_contradiction() -> None:
    values = {"B": either("Prod"), "C": ref("Stage")}
    assert ("yes", "dev") not in seen(values, PROD, DEFAULTED)
    assert ("dev", "yes") not in seen(dict(reversed(values.items())), PROD, DEFAULTED)


def test_an_empty_default_is_a_choice_and_no_value() -> None:
    conditions = {"HasKey": {"Fn::Not": [equals(ref("Key"), "")]}}
    values = {"A": either("HasKey", ref("Key"), NO_VALUE), "B": ref("Key")}
    found = seen(values, conditions, DEFAULTED)
    assert [each[1] for each in found] == [ref("Key")] * len(found)
    assert [each[0] for each in found if each[0] == ref("Key")] == [ref("Key")]


def test_an_empty_list_is_joined_to_nothing() -> None:
    parameters = {"Ids": {"Type": "List<AWS::EC2::Subnet::Id>", "Default": ""}}
    conditions = {"None": equals({"Fn::Join": ["", ref("Ids")]}, "")}
    assert seen({"A": either("None", "no", ref("Ids"))}, conditions, parameters) == [
        ("no",),
        ("no",),
        (ref("Ids"),),
    ]


def test_what_is_looked_up_can_be_anything() -> None:
    parameters = {"P": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/stage"}}
    assert seen({"A": either("C")}, {"C": equals(ref("P"), "prod")}, parameters) == [
        ("yes",),
        ("no",),
    ]


# Rules of the template


def test_what_a_rule_of_the_template_forbids_does_not_occur() -> None:
    conditions = {"Prod": equals(ref("Stage"), "prod"), "X": equals(ref("P"), "x")}
    rules = {
        "NotBoth": {
            "RuleCondition": equals(ref("Stage"), "prod"),
            "Assertions": [{"Assert": {"Fn::Contains": [["y", "z"], ref("P")]}}],
        },
        "Broken": {"Assertions": "x"},
        "Odd": None,
    }
    values = {"A": either("Prod"), "B": either("X")}
    assert seen(values, conditions, Rules=rules) == [("yes", "no"), ("no", "yes"), ("no", "no")]


# What exists


def template(**resources: Any) -> dict[str, Any]:
    return {
        "Parameters": {"P": FREE},
        "Conditions": {"C": equals(ref("P"), "x"), "Odd": equals({"Fn::Sub": "${P}"}, "x")},
        "Resources": {
            name: {"Type": "AWS::SageMaker::" + kind, **body}
            for name, (kind, body) in resources.items()
        },
    }


def test_a_resource_exists_where_its_condition_holds() -> None:
    made = template(
        Endpoint=("Endpoint", {"Properties": {"EndpointConfigName": ref("Config")}}),
        Config=("EndpointConfig", {"Condition": "C"}),
        Other=("EndpointConfig", {}),
    )

    def look(resources: Resources) -> tuple[Any, ...]:
        endpoint = resources.by_logical_id["Endpoint"]
        configs = resources.of_type("AWS::SageMaker::EndpointConfig")
        return (
            endpoint.related("EndpointConfig") is not None,
            [each.logical_id for each in configs],
            list(resources.by_logical_id),
        )

    assert [found for _, found in Exploration(made).look(look)] == [
        (True, ["Config", "Other"], ["Endpoint", "Config", "Other"]),
        (False, ["Other"], ["Endpoint", "Other"]),
    ]


def test_what_may_exist_is_listed_and_not_linked_to() -> None:
    made = template(
        Sure=("Endpoint", {"Properties": {"EndpointConfigName": ref("Config")}}),
        Same=("Endpoint", {"Condition": "Odd", "Properties": {"EndpointConfigName": "config"}}),
        Config=(
            "EndpointConfig",
            {"Condition": "Odd", "Properties": {"EndpointConfigName": "config"}},
        ),
    )
    resources = Resources(made)
    assert set(resources.by_logical_id) == {"Sure", "Same", "Config"}
    assert resources.by_logical_id["Sure"].related("EndpointConfig") is None
    same = resources.by_logical_id["Same"]
    config = same.related("EndpointConfig")
    assert config is not None
    endpoints = resources.leading_to(config, "AWS::SageMaker::Endpoint", "EndpointConfig")
    # Where the configuration exists, both endpoints name it.
    assert endpoints == [resources.by_logical_id["Sure"], same]
    name = same.get("EndpointConfigName")
    assert resources.named(name, "AWS::SageMaker::EndpointConfig", "EndpointConfigName") is None
    assert len(resources.by_logical_id) == 3
    assert "Nobody" not in resources.by_logical_id


def test_a_choice_is_followed_where_it_is_decided() -> None:
    made = template(
        Endpoint=("Endpoint", {"Properties": {"EndpointConfigName": either("C", ref("A"), "b")}}),
        A=("EndpointConfig", {}),
        B=("EndpointConfig", {"Properties": {"EndpointConfigName": "b"}}),
    )

    def look(resources: Resources) -> str:
        config = resources.by_logical_id["Endpoint"].related("EndpointConfig")
        assert config is not None
        return config.logical_id

    assert [found for _, found in Exploration(made).look(look)] == ["A", "B"]


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("A", "A/Fn::If/1"),
        ("A/0/B", "A/Fn::If/1/0/B/Fn::If/1"),
        ("A/0/B/C", "A/Fn::If/1/0/B/Fn::If/1/C"),
        ("A/7/X", "A/Fn::If/1/7/X"),
        ("D/E", "D/E"),
        ("", ""),
    ],
)
def test_the_way_to_what_is_chosen(path: str, written: str) -> None:
    properties = {"A": either("C", [{"B": either("C", {"C": 1}, 2)}], []), "D": either("Unheard")}
    made = template(R=("Model", {"Properties": properties}))

    def look(resources: Resources) -> str:
        resources.by_logical_id["R"].get("A")
        return resources.written_path("R", path)

    assert next(iter(Exploration(made).look(look)))[1] == written


# Limits


def test_no_question_is_looked_at_for_ever() -> None:
    names = [f"P{index}" for index in range(40)]
    parameters = dict.fromkeys(names, FREE)
    conditions = {name: equals(ref(name), "x") for name in names}
    found = seen({name: either(name) for name in names}, conditions, parameters)
    assert 1 < len(found) < LOOKS
    assert len(set(found)) == len(found)


def test_a_template_is_not_looked_at_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exploration, "ALL_LOOKS", 0)
    names = [f"P{index}" for index in range(40)]
    made = {
        "Parameters": dict.fromkeys(names, FREE),
        "Conditions": {name: equals(ref(name), "x") for name in names},
        "Resources": {},
    }
    looks = Exploration(made)

    def at_all(resources: Resources) -> list[bool | None]:
        return [resources.scenario.holds(name) for name in names]

    def at_one(resources: Resources) -> bool | None:
        return resources.scenario.holds("P7")

    assert list(looks.look(at_all)) == []
    assert len(list(looks.look(at_one))) == 2
    assert FEW_LOOKS < 40 < LOOKS
