"""Reading the definition of a pipeline."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from sagemaker_hosting.rules import ENGINE_RULE, check_template, rules_for
from sagemaker_hosting.rules._pipelines import (
    all_texts,
    definitions,
    gets,
    json_gets,
    needs,
    own_part,
    parameter_names,
    reached,
    step_names,
    steps,
)
from sagemaker_hosting.template.view import Resource
from tests.pure.templates import Place, replaced

UNKNOWN_STEP = "@unknown"


def pipeline(**definition: Any) -> Resource:
    """Return a pipeline; ``UNKNOWN_STEP`` in it stands for a reference."""
    text = json.dumps(definition).replace(f'"{UNKNOWN_STEP}"', "${Anything}")
    return Resource(
        "AWS::SageMaker::Pipeline",
        {"PipelineDefinition": {"PipelineDefinitionBody": {"Fn::Sub": text}}},
    )


def step(name: Any, kind: Any = "Training", **rest: Any) -> dict[str, Any]:
    return {"Name": name, "Type": kind, **rest}


def condition(name: str, yes: list[Any], no: list[Any], **arguments: Any) -> dict[str, Any]:
    return step(name, "Condition", Arguments={"IfSteps": yes, "ElseSteps": no, **arguments})


@pytest.mark.parametrize("body", [None, "", "[]", "3", '"text"', {"Ref": "Body"}])
def test_what_is_no_definition(body: Any) -> None:
    properties = {"PipelineDefinition": {"PipelineDefinitionBody": body}}
    resource = Resource("AWS::SageMaker::Pipeline", properties)
    assert not definitions(resource)
    assert not steps(resource)
    assert step_names(resource) is None
    assert parameter_names(resource) is None


def test_steps_are_found_in_branches() -> None:
    inner = condition("Inner", [step("C")], [])
    resource = pipeline(Steps=[step("A"), condition("If", [step("B"), inner], [step("D")])])
    assert [(each.name, each.type, each.condition) for each in steps(resource)] == [
        ("A", "Training", None),
        ("If", "Condition", None),
        ("B", "Training", "If"),
        ("Inner", "Condition", "If"),
        ("C", "Training", "Inner"),
        ("D", "Training", "If"),
    ]
    assert step_names(resource) == {"A", "If", "B", "Inner", "C", "D"}


@pytest.mark.parametrize(
    "listed",
    [
        [UNKNOWN_STEP],
        UNKNOWN_STEP,
        [step(UNKNOWN_STEP)],
        [{"Type": "Training"}],
        [condition("If", [UNKNOWN_STEP], [])],
        [condition("If", [], [step(UNKNOWN_STEP)])],
        [step("If", "Condition", Arguments={"IfSteps": UNKNOWN_STEP})],
        [step("If", "Condition", Arguments=UNKNOWN_STEP)],
        [condition("If", [condition("Inner", [UNKNOWN_STEP], [])], [])],
    ],
)
def test_a_step_that_cannot_be_read_makes_the_names_unknown(listed: Any) -> None:
    assert step_names(pipeline(Steps=listed)) is None


def test_a_step_without_a_known_type_has_none() -> None:
    (found,) = steps(pipeline(Steps=[step("A", UNKNOWN_STEP)]))
    assert (found.name, found.type) == ("A", "")


def test_what_a_run_fills_in_is_unknown() -> None:
    values = {"A": {"Get": "Steps.B.C"}, "B": {"Std:Join": {}}, "C": {"Other": 1}, "D": 1}
    (found,) = steps(pipeline(Steps=[step("S", Arguments=values)]))
    arguments = found.view.part("Arguments")
    assert [arguments.get(name).is_known for name in "ABCD"] == [False, False, True, True]
    assert arguments.get("C/Other").number == 1


@pytest.mark.parametrize(
    ("parameters", "names"),
    [
        ([{"Name": "A"}, {"Name": "B"}], {"A", "B"}),
        ([], set()),
        (None, set()),
        ([{"Name": UNKNOWN_STEP}], None),
        ([UNKNOWN_STEP], None),
        (UNKNOWN_STEP, None),
    ],
)
def test_parameters(parameters: Any, names: set[str] | None) -> None:
    assert parameter_names(pipeline(Parameters=parameters, Steps=[])) == names


def test_references() -> None:
    raw = {"A": [{"Get": "Parameters.X"}, {"Get": 3}], "B": {"Get": "Steps.Y.Z", "More": 1}}
    assert set(gets(raw)) == {"Parameters.X"}
    assert list(gets("Parameters.X")) == []
    found = list(json_gets([{"Std:JsonGet": {"Path": "a"}}, {"Std:JsonGet": "b"}]))
    assert found == [{"Path": "a"}]
    assert set(all_texts({"a": ["b", {"c": "d"}, 3]})) == {"b", "d"}


def test_what_a_step_runs_after() -> None:
    branch = step("B", Arguments={"M": {"Get": "Steps.A.M"}}, DependsOn=["C", UNKNOWN_STEP])
    decides = condition("If", [branch], [], Conditions=[{"LeftValue": {"Get": "Steps.D.O"}}])
    others = [step("E", Arguments={"M": {"Get": "Parameters.P"}, "N": {"Get": "Steps"}})]
    found = {each.name: each for each in steps(pipeline(Steps=[decides, *others]))}
    assert sorted(needs(found["B"])) == ["A", "C", "If"]
    assert sorted(needs(found["If"])) == ["D"]
    assert sorted(needs(found["E"])) == []
    assert own_part(found["If"])["Arguments"].keys() == {"Conditions"}


def test_what_has_to_run_before() -> None:
    after = {"A": ["B"], "B": ["C"], "C": ["B"], "D": []}
    assert reached("A", after) == {"B", "C"}
    assert reached("B", after) == {"B", "C"}
    assert reached("D", after) == set()


RICH: dict[str, Any] = {
    "Version": "2020-12-01",
    "Parameters": [{"Name": "Status", "Type": "String", "DefaultValue": "Rejected"}],
    "Steps": [
        {
            "Name": "Evaluate",
            "Type": "Processing",
            "Arguments": {
                "ProcessingOutputConfig": {"Outputs": [{"OutputName": "evaluation"}]},
                "Environment": {"API_TOKEN": "", "SM_INPUT_NOTEBOOK_NAME": "a.ipynb"},
                "VpcConfig": {"Subnets": ["subnet-1"]},
            },
            "PropertyFiles": [{"PropertyFileName": "Report", "OutputName": "evaluation"}],
            "CacheConfig": {"Enabled": True, "ExpireAfter": "P1D"},
            "RetryPolicies": [{"ExceptionType": ["Step.THROTTLING"], "MaxAttempts": 2}],
        },
        {
            "Name": "Check",
            "Type": "Condition",
            "DependsOn": ["Evaluate"],
            "Arguments": {
                "Conditions": [
                    {"LeftValue": {"Std:JsonGet": {"PropertyFile": {"Get": "Steps.Evaluate.P.R"}}}}
                ],
                "IfSteps": [
                    {
                        "Name": "Register",
                        "Type": "RegisterModel",
                        "Arguments": {"ModelApprovalStatus": {"Get": "Parameters.Status"}},
                    }
                ],
                "ElseSteps": [{"Name": "Call", "Type": "Lambda", "Arguments": {"A": "b"}}],
            },
        },
    ],
}
JUNK = ("text", 3, True, [], {}, [[]], [None], {"A": [1]}, None, {"Get": 3}, "$[")


def places_of(node: Any, place: Place = ()) -> Iterator[Place]:
    children = node.items() if isinstance(node, dict) else ()
    for key, child in enumerate(node) if isinstance(node, list) else children:
        yield (*place, key)
        yield from places_of(child, (*place, key))


@pytest.mark.parametrize("place", places_of(RICH), ids=lambda place: "-".join(map(str, place)))
def test_junk_inside_a_definition_crashes_no_rule(place: Place) -> None:
    for junk in JUNK:
        found = check_template(
            {"Resources": {"P": body_of(replaced(RICH, place, junk))}},
            rules=rules_for("AWS::SageMaker::Pipeline"),
        )
        assert ENGINE_RULE not in {finding.rule for finding in found}


def body_of(definition: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::SageMaker::Pipeline",
        "Properties": {"PipelineDefinition": {"PipelineDefinitionBody": json.dumps(definition)}},
    }
