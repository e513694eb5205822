"""Finding the requests that stand in state machines, schedules, pipelines and SDK calls."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sagemaker_hosting.rules._requests import STATE_MACHINES, Request, bucket_of, model_of, requests
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import ABSENT, Resource

TASK = "arn:aws:states:::sagemaker:createTransformJob.sync"


def machine(*, kind: str = STATE_MACHINES[0], **properties: Any) -> list[Request]:
    return list(requests(Resource(kind, properties)))


def states(**run: Any) -> dict[str, Any]:
    return {"States": {"Run": {"Type": "Task", "Resource": TASK, "Parameters": {}, **run}}}


def only(found: list[Request]) -> Request:
    (request,) = found
    return request


@pytest.mark.parametrize("kind", STATE_MACHINES)
@pytest.mark.parametrize(
    ("resource", "action", "pattern"),
    [
        (TASK, "CreateTransformJob", "sync"),
        ("arn:aws:states:::sagemaker:createEndpoint", "CreateEndpoint", ""),
        ("arn:aws:states:::aws-sdk:sagemaker:createEndpoint", "CreateEndpoint", ""),
        (
            {"Fn::Sub": "arn:${AWS::Partition}:states:::sagemaker:createModel"},
            "CreateModel",
            "",
        ),
        (
            {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":states:::", TASK[17:]]]},
            "CreateTransformJob",
            "sync",
        ),
    ],
)
def test_a_task_of_a_state_machine(kind: str, resource: Any, action: str, pattern: str) -> None:
    definition = states(Resource=resource, Parameters={"ModelName": "churn"})
    for properties in (
        {"Definition": definition},
        {"DefinitionString": json.dumps(definition)},
    ):
        request = only(machine(kind=kind, **properties))
        assert (request.action, request.pattern, request.sender) == (action, pattern, "Run")
        name = request.parameters.get("ModelName")
        assert name.text == "churn"
        assert name.path == f"{next(iter(properties))}/States/Run/Parameters/ModelName"


@pytest.mark.parametrize(
    "properties",
    [
        {},
        {"Definition": {"Ref": "Definition"}},
        {"DefinitionString": "no json"},
        {"DefinitionString": "[]"},
        {"Definition": {"States": []}},
        {"Definition": {"States": {"Run": "Task"}}},
        {"Definition": {"States": {"Run": {"Ref": "Run"}}}},
        {"Definition": states(Type="Pass")},
        {"Definition": states(Resource="arn:aws:states:::lambda:invoke")},
        {"Definition": states(Resource={"Ref": "Task"})},
        {"Definition": states(Parameters={"Ref": "Parameters"})},
    ],
)
def test_what_is_no_known_request(properties: dict[str, Any]) -> None:
    assert machine(**properties) == []


def test_states_inside_states() -> None:
    inner = {"Run": states()["States"]["Run"]}
    parallel = {"Type": "Parallel", "Branches": [{"States": {}}, {"States": inner}]}
    each = {"Type": "Map", "ItemProcessor": {"States": {"Parallel": parallel}}}
    found = machine(Definition={"States": {"Each": each, "Old": {"Iterator": {"States": inner}}}})
    assert sorted(request.parameters.path for request in found) == [
        "Definition/States/Each/ItemProcessor/States/Parallel/Branches/1/States/Run/Parameters",
        "Definition/States/Old/Iterator/States/Run/Parameters",
    ]


def test_only_branches_and_loops_hold_states() -> None:
    inner = {"States": {"Run": states()["States"]["Run"]}}
    odd = {"Type": "Parallel", "Branches": inner, "Iterator": [inner], "Parameters": inner}
    assert machine(Definition={"States": {"Odd": odd, "Text": "Task", "None": None}}) == []


def test_what_a_json_path_selects_is_unknown() -> None:
    sent = {"A.$": "$.a", "B": {"C.$": "$.c", "D": "{% $d %}"}, "E": "$.e"}
    parameters = only(machine(Definition=states(Parameters=sent))).parameters
    assert not parameters.get("A").is_known
    assert not parameters.get("A").is_absent
    assert not parameters.get("B/C").is_known
    assert parameters.get("B/D").text == "{% $d %}"
    assert parameters.get("E").text == "$.e"


@pytest.mark.parametrize("everywhere", [True, False])
def test_what_jsonata_computes_is_unknown(everywhere: bool) -> None:
    language = {"QueryLanguage": "JSONata"}
    definition = states(Arguments={"A": "{% $a %}", "B": "b", "C.$": 1}, Parameters=None)
    where = definition if everywhere else definition["States"]["Run"]
    where.update(language)
    parameters = only(machine(Definition=definition)).parameters
    assert parameters.path.endswith("/Arguments")
    assert not parameters.get("A").is_known
    assert parameters.get("B").text == "b"
    assert parameters.get("C.$").number == 1


def test_in_an_unknown_language_both_are_unknown() -> None:
    sent = {"A.$": "$.a", "B": "{% $b %}"}
    definition = {**states(Parameters=sent), "QueryLanguage": {"Ref": "Language"}}
    parameters = only(machine(Definition=definition)).parameters
    assert not parameters.get("A").is_known
    assert not parameters.get("B").is_known


def test_arguments_that_are_computed_as_a_whole() -> None:
    definition = {**states(Arguments="{% $all %}", Parameters=None), "QueryLanguage": "JSONata"}
    assert machine(Definition=definition) == []


def test_substitutions_of_the_state_machine() -> None:
    definition = states(Parameters={"ModelName": "${Model}", "Count": "${Count}"})
    given = {"Model": {"Ref": "Model"}, "Count": 3}
    request = only(machine(Definition=definition, DefinitionSubstitutions=given))
    assert request.parameters.get("ModelName").raw == {"Ref": "Model"}
    assert request.parameters.get("Count").number == 3


SCHEDULED = "arn:aws:scheduler:::aws-sdk:sagemaker:createTransformJob"


def schedule(**target: Any) -> list[Request]:
    return list(requests(Resource("AWS::Scheduler::Schedule", {"Target": target})))


def test_the_input_of_a_schedule() -> None:
    given = '{"ModelName": "churn", "TransformJobName": "<aws.scheduler.execution-id>"}'
    request = only(schedule(Arn=SCHEDULED, Input=given))
    assert request.action == "CreateTransformJob"
    assert request.parameters.get("ModelName").path == "Target/Input/ModelName"
    assert not request.parameters.get("TransformJobName").is_known


@pytest.mark.parametrize(
    "target",
    [
        {},
        {"Arn": SCHEDULED},
        {"Arn": SCHEDULED, "Input": "[]"},
        {"Arn": SCHEDULED, "Input": {"Ref": "Input"}},
        {"Arn": "arn:aws:scheduler:::aws-sdk:lambda:invoke", "Input": "{}"},
    ],
)
def test_a_schedule_without_a_known_request(target: dict[str, Any]) -> None:
    assert schedule(**target) == []


@pytest.mark.parametrize(
    ("service", "action"),
    [
        ("SageMaker", "createTransformJob"),
        ("sagemaker", "CreateTransformJobCommand"),
        ("@aws-sdk/client-sagemaker", "createTransformJob"),
    ],
)
def test_a_call_of_a_custom_resource(service: str, action: str) -> None:
    call = {"service": service, "action": action, "parameters": {"ModelName": "churn"}}
    properties = {"Create": json.dumps(call), "Update": json.dumps(call)}
    found = list(requests(Resource("Custom::AWS", properties)))
    assert [each.action for each in found] == ["CreateTransformJob"] * 2
    assert [each.parameters.path for each in found] == ["Create/parameters", "Update/parameters"]


@pytest.mark.parametrize(
    "call",
    [
        {},
        {"service": "S3", "action": "createBucket", "parameters": {}},
        {"service": "SageMaker", "action": "createTransformJob"},
        {"service": "SageMaker", "parameters": {}},
        {"action": "createTransformJob", "parameters": {}},
        [],
    ],
)
def test_a_custom_resource_without_a_known_request(call: Any) -> None:
    assert not list(requests(Resource("Custom::AWS", {"Create": json.dumps(call)})))


def test_the_steps_of_a_pipeline() -> None:
    transform = {
        "Name": "Score",
        "Type": "Transform",
        "Arguments": {
            "ModelName": {"Get": "Steps.Model.ModelName"},
            "TransformOutput": {"S3OutputPath": {"Std:Join": {"On": "/", "Values": []}}},
            "MaxPayloadInMB": 3,
        },
    }
    condition = {"Name": "If", "Type": "Condition", "Arguments": {"IfSteps": [transform]}}
    body = {"Version": "2020-12-01", "Steps": [condition, {"Name": "No", "Type": "Fail"}]}
    properties = {"PipelineDefinition": {"PipelineDefinitionBody": json.dumps(body)}}
    request = only(list(requests(Resource("AWS::SageMaker::Pipeline", properties))))
    assert (request.action, request.sender) == ("CreateTransformJob", "Score")
    assert not request.parameters.get("ModelName").is_known
    assert not request.parameters.get("TransformOutput/S3OutputPath").is_known
    number = request.parameters.get("MaxPayloadInMB")
    assert number.number == 3
    assert number.path == (
        "PipelineDefinition/PipelineDefinitionBody/Steps/0/Arguments/IfSteps/0/Arguments"
        "/MaxPayloadInMB"
    )


def test_resources_that_a_request_names() -> None:
    template = {
        "Resources": {
            "Model": {"Type": "AWS::SageMaker::Model", "Properties": {"ModelName": "churn"}},
            "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "data"}},
            "Machine": {
                "Type": STATE_MACHINES[0],
                "Properties": {
                    "Definition": states(
                        Parameters={"ModelName": "churn", "Output": "s3://data/x", "Other": "s3://"}
                    )
                },
            },
        }
    }
    holder = Resources(template).by_logical_id["Machine"]
    sent = only(list(requests(holder))).parameters
    model, bucket = model_of(holder, sent), bucket_of(holder, sent.get("Output"))
    assert model is not None
    assert bucket is not None
    assert (model.logical_id, bucket.logical_id) == ("Model", "Bucket")
    assert bucket_of(holder, sent.get("Other")) is None
    alone = Resource(STATE_MACHINES[0], {})
    assert model_of(alone, sent) is None
    assert bucket_of(alone, sent.get("Output")) is None
    assert sent.get("Nothing").raw is ABSENT
