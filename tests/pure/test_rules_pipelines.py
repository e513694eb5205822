"""Reading the definition of a pipeline."""

from __future__ import annotations

import json
from typing import Any

import pytest

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
