"""A batch transform is a state machine that may run its own jobs, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import resources
from typing import Any

import aws_cdk as cdk
import jsonschema
import pytest
from aws_cdk import Duration, Size
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sns as sns
from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape
from botocore.session import Session
from botocore.validate import ParamValidator

import sagemaker_hosting as hosting
from tests.cdk.apps import template
from tests.cdk.support import (
    bucket,
    caller,
    flat,
    image,
    imported_model,
    listed,
    model,
    new_stack,
    only,
    resources_of,
    statements_of,
    template_of,
)

MACHINE = "AWS::StepFunctions::StateMachine"
SCHEDULE = "AWS::Scheduler::Schedule"
Declare = Callable[[cdk.Stack], object]


def transform(stack: cdk.Stack, id: str = "Scores", **arguments: Any) -> hosting.BatchTransform:
    if "model" not in arguments:
        arguments["model"] = model(stack)
    where = stack.node.try_find_child("Bucket") or bucket(stack)
    return hosting.BatchTransform(
        stack,
        id,
        **{
            "input": hosting.TransformInput.from_prefix(where, "customers/"),
            "output": hosting.TransformOutput(bucket=where, prefix="scores"),
            "instance_type": "ml.m5.xlarge",
            **arguments,
        },
    )


def definition_of(rendered: dict[str, Any], logical_id: str = "") -> dict[str, Any]:
    (machine,) = [
        each["Properties"]
        for name, each in resources_of(rendered, MACHINE).items()
        if name.startswith(logical_id)
    ]
    definition: dict[str, Any] = json.loads(flat(machine["DefinitionString"]))
    return definition


def request_of(rendered: dict[str, Any], logical_id: str = "") -> dict[str, Any]:
    states = definition_of(rendered, logical_id)["States"]
    parameters: dict[str, Any] = states["Transform"]["Parameters"]
    return parameters


def allowed(rendered: dict[str, Any], *actions: str) -> list[str]:
    """Return the resources on which all of ``actions`` are allowed together."""
    return [
        flat(resource)
        for each in statements_of(rendered)
        if set(actions) <= set(listed(each["Action"]))
        for resource in listed(each["Resource"])
    ]


@pytest.fixture(scope="module")
def shape() -> StructureShape:
    operation = Session().get_service_model("sagemaker").operation_model("CreateTransformJob")
    assert isinstance(operation.input_shape, StructureShape)
    return operation.input_shape


def leaves(shape: Shape, path: str = "") -> Iterator[str]:
    if isinstance(shape, StructureShape):
        for name, member in shape.members.items():
            yield from leaves(member, f"{path}/{name}" if path else name)
    elif isinstance(shape, ListShape):
        yield from leaves(shape.member, f"{path}/*")
    elif isinstance(shape, MapShape):
        yield f"{path}/*"
    else:
        yield path


def given(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            part = "*" if path == "Environment" else name.removesuffix(".$")
            yield from given(item, f"{path}/{part}" if path else part)
    elif isinstance(value, list):
        for item in value:
            yield from given(item, f"{path}/*")
    else:
        yield path


def test_every_parameter_of_the_api_can_be_said(shape: StructureShape) -> None:
    assert set(leaves(shape)) == set(given(request_of(template("batch_transform"), "Nightly")))


def sent(value: Any, shape: Shape | None) -> Any:
    """Return what Step Functions sends: with values in place of what it fills in."""
    if isinstance(value, dict):
        members = shape.members if isinstance(shape, StructureShape) else {}
        inner = shape.value if isinstance(shape, MapShape) else None
        return {
            name.removesuffix(".$"): "reference"
            if name.endswith(".$")
            else sent(item, members.get(name, inner))
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [
            sent(item, shape.member if isinstance(shape, ListShape) else None) for item in value
        ]
    return re.sub(r"\{[^}]*\}", "reference", value) if isinstance(value, str) else value


def texts(value: Any, shape: Shape | None) -> Iterator[tuple[str, StringShape]]:
    if isinstance(shape, StringShape) and isinstance(value, str):
        yield value, shape
    elif isinstance(shape, StructureShape) and isinstance(value, dict):
        for name, item in value.items():
            yield from texts(item, shape.members.get(name))
    elif isinstance(shape, ListShape) and isinstance(value, list):
        for item in value:
            yield from texts(item, shape.member)


@pytest.mark.parametrize("logical_id", ["Nightly", "OnDemand"])
def test_the_api_takes_the_request(shape: StructureShape, logical_id: str) -> None:
    request = sent(request_of(template("batch_transform"), logical_id), shape)
    request["TransformInput"]["DataSource"]["S3DataSource"]["S3Uri"] = "s3://bucket/key"
    request["TransformOutput"]["S3OutputPath"] = "s3://bucket/key"
    report = ParamValidator().validate(request, shape)
    assert not report.has_errors(), report.generate_report()
    for text, kind in texts(request, shape):
        pattern = kind.metadata.get("pattern", ".*")
        # Some are written for another engine: Unicode classes.
        assert "\\p" in pattern or re.fullmatch(pattern, text), text
        assert not kind.enum or text in kind.enum


@pytest.mark.parametrize("logical_id", ["Nightly", "OnDemand"])
def test_the_definition_is_one_of_the_states_language(logical_id: str) -> None:
    folder = resources.files("cfnlint.data.schemas.other.step_functions")
    schema = json.loads(folder.joinpath("statemachine.json").read_text(encoding="utf-8"))
    definition = definition_of(template("batch_transform"), logical_id)
    jsonschema.validate(definition, schema)
    states = definition["States"]
    following = {definition["StartAt"]}
    for state in states.values():
        following |= {state["Next"]} if "Next" in state else set()
        following |= {catch["Next"] for catch in state.get("Catch", ())}
    assert following == set(states)


def test_jobs_have_names_of_their_own(stack: cdk.Stack) -> None:
    made = transform(stack, job_name_prefix="a" * 26)
    named = request_of(template_of(stack))["TransformJobName.$"]
    assert named == f"States.Format('{'a' * 26}-{{}}', States.UUID())"
    longest = f"{made.job_name_prefix}-{'0' * 36}"
    assert len(longest) == 63


def test_a_long_path_makes_a_short_prefix(stack: cdk.Stack) -> None:
    made = transform(stack, "ScoresOfAllCustomersForTheNextQuarter")
    assert re.fullmatch(r"[a-z0-9-]{1,26}", made.job_name_prefix)


def test_the_role_runs_its_own_jobs_only(stack: cdk.Stack) -> None:
    transform(stack, job_name_prefix="Churn")
    rendered = template_of(stack)
    assert allowed(rendered, "sagemaker:CreateTransformJob", "sagemaker:StopTransformJob") == [
        "arn:aws:sagemaker:eu-west-1:111111111111:transform-job/churn-*"
    ]
    assert allowed(rendered, "events:PutRule", "events:PutTargets", "events:DescribeRule") == [
        "arn:aws:events:eu-west-1:111111111111:rule/"
        "StepFunctionsGetEventsForSageMakerTransformJobsRule"
    ]
    assert allowed(rendered, "sagemaker:AddTags") == []
    assert allowed(rendered, "iam:PassRole") == []


def test_tags_take_a_permission(stack: cdk.Stack) -> None:
    transform(stack, tags={"team": "churn"})
    rendered = template_of(stack)
    assert request_of(rendered)["Tags"] == [{"Key": "team", "Value": "churn"}]
    assert len(allowed(rendered, "sagemaker:AddTags")) == 1


def test_the_model_reads_and_writes_what_the_job_does(stack: cdk.Stack) -> None:
    transform(stack)
    rendered = template_of(stack)
    arn = "arn:{AWS::Partition}:s3:::models"
    found = [
        resource.replace("arn:aws:", "arn:{AWS::Partition}:")
        for resource in allowed(rendered, "s3:GetObject")
    ]
    assert found == [f"{arn}/customers/*"]
    assert [
        one.replace("arn:aws:", "arn:{AWS::Partition}:")
        for one in allowed(rendered, "s3:PutObject", "s3:AbortMultipartUpload")
    ] == [f"{arn}/scores/*"]
    (condition,) = [
        each["Condition"]["StringLike"]["s3:prefix"]
        for each in statements_of(rendered)
        if "s3:ListBucket" in listed(each["Action"])
    ]
    assert condition == "customers/*"
    assert allowed(rendered, "logs:PutLogEvents")[0].endswith(":/aws/sagemaker/TransformJobs")


def test_the_machine_waits_until_the_model_may(stack: cdk.Stack) -> None:
    transform(stack)
    rendered = template_of(stack)
    (machine,) = resources_of(rendered, MACHINE).values()
    (policy,) = resources_of(rendered, "AWS::IAM::Policy")
    assert machine["DependsOn"] == [policy]


def test_keys_of_buckets_and_results_are_granted(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    where = s3.Bucket(stack, "Own", encryption_key=key)
    results = kms.Key(stack, "Results")
    transform(
        stack,
        input=hosting.TransformInput.from_prefix(where, "in/"),
        output=hosting.TransformOutput(bucket=where, prefix="out", encryption_key=results),
    )
    rendered = template_of(stack)
    readers = [
        flat(resource).split(".")[0]
        for each in statements_of(rendered)
        if listed(each["Action"]) == ["kms:Decrypt"]
        for resource in listed(each["Resource"])
    ]
    assert [reader[:4] for reader in readers] == ["{Key"]
    assert [one[:8] for one in allowed(rendered, "kms:GenerateDataKey")] == ["{Results"]
    assert request_of(rendered)["TransformOutput"]["KmsKeyId"].startswith("{Results")


def test_a_volume_key_is_for_the_role_of_the_model(stack: cdk.Stack) -> None:
    transform(stack, encryption_key=kms.Key(stack, "Key"))
    rendered = template_of(stack)
    (policy,) = resources_of(rendered, "AWS::IAM::Policy").values()
    assert "kms:CreateGrant" in str(policy)
    assert len(allowed(rendered, "kms:CreateGrant")) == 1


def test_without_its_role_the_machine_brings_the_volume_key(stack: cdk.Stack) -> None:
    imported = hosting.Model.from_model_name(stack, "Imported", "churn-1")
    transform(stack, model=imported, encryption_key=kms.Key(stack, "Key"))
    rendered = template_of(stack)
    assert resources_of(rendered, "AWS::IAM::Policy") == {}
    assert len(allowed(rendered, "kms:CreateGrant")) == 1
    assert request_of(rendered)["ModelName"] == "churn-1"


def test_a_manifest_and_what_it_lists_are_read(stack: cdk.Stack) -> None:
    where = bucket(stack)
    transform(
        stack,
        input=hosting.TransformInput.from_manifest(
            where, "manifests/today.json", objects_prefix="customers/"
        ),
    )
    rendered = template_of(stack)
    source = request_of(rendered)["TransformInput"]["DataSource"]["S3DataSource"]
    assert source == {"S3DataType": "ManifestFile", "S3Uri": "s3://models/manifests/today.json"}
    assert [one.rpartition(":")[2] for one in allowed(rendered, "s3:GetObject")] == [
        "models/customers/*",
        "models/manifests/today.json*",
    ]


def test_whoever_starts_it_may_say_what_is_read(stack: cdk.Stack) -> None:
    where = bucket(stack)
    transform(stack, input=hosting.TransformInput.from_execution(where, uri_path="$.where"))
    rendered = template_of(stack)
    source = request_of(rendered)["TransformInput"]["DataSource"]["S3DataSource"]
    assert source == {"S3DataType": "S3Prefix", "S3Uri.$": "$.where"}
    assert [one.rpartition(":")[2] for one in allowed(rendered, "s3:GetObject")] == ["models/*"]


def test_a_slash_at_the_end_of_a_prefix_stays(stack: cdk.Stack) -> None:
    transform(stack)
    request = request_of(template_of(stack))
    assert request["TransformInput"]["DataSource"]["S3DataSource"]["S3Uri"] == (
        "s3://models/customers/"
    )
    assert request["TransformOutput"]["S3OutputPath"] == "s3://models/scores"


def test_each_execution_may_have_results_of_its_own(stack: cdk.Stack) -> None:
    output = hosting.TransformOutput(bucket=bucket(stack), prefix="it's{1}", per_execution=True)
    transform(stack, output=output)
    assert request_of(template_of(stack))["TransformOutput"] == {
        "S3OutputPath.$": r"States.Format('s3://models/it\'s\{1\}/{}', $$.Execution.Name)"
    }


def test_nothing_is_said_that_was_not_asked_for(stack: cdk.Stack) -> None:
    transform(stack)
    assert set(request_of(template_of(stack))) == {
        "TransformJobName.$",
        "ModelName",
        "TransformInput",
        "TransformOutput",
        "TransformResources",
    }


def test_nothing_is_something(stack: cdk.Stack) -> None:
    transform(
        stack,
        max_payload=Size.mebibytes(0),
        max_concurrent_transforms=0,
        invocations_max_retries=0,
    )
    request = request_of(template_of(stack))
    assert (request["MaxPayloadInMB"], request["MaxConcurrentTransforms"]) == (0, 0)
    assert request["ModelClientConfig"] == {"InvocationsMaxRetries": 0}


def test_a_busy_api_is_asked_again_and_a_failed_job_is_not(stack: cdk.Stack) -> None:
    transform(stack)
    state = definition_of(template_of(stack))["States"]["Transform"]
    assert [retry["ErrorEquals"] for retry in state["Retry"]] == [
        ["SageMaker.AmazonSageMakerException"],
        ["SageMaker.ResourceLimitExceededException"],
    ]
    # A request that is refused is known to be wrong within minutes.
    first, second = (
        sum(retry["IntervalSeconds"] * 2**n for n in range(retry["MaxAttempts"]))
        for retry in state["Retry"]
    )
    assert first < 120
    assert second > 1800
    assert "Catch" not in state
    assert state["TimeoutSeconds"] == 86400


def test_a_failed_job_is_run_again_where_asked(stack: cdk.Stack) -> None:
    transform(stack, job_retries=2, timeout=Duration.hours(2))
    state = definition_of(template_of(stack))["States"]["Transform"]
    last = state["Retry"][-1]
    assert (last["ErrorEquals"], last["MaxAttempts"]) == (["States.TaskFailed"], 2)
    assert state["TimeoutSeconds"] == 7200


def test_people_are_told_why_and_it_fails_all_the_same(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    topics = [
        sns.Topic(stack, "First", master_key=key),
        sns.Topic.from_topic_arn(stack, "Second", "arn:aws:sns:eu-west-1:111111111111:second"),
    ]
    transform(stack, failure_topics=topics)
    rendered = template_of(stack)
    states = definition_of(rendered)["States"]
    assert list(states) == ["Transform", "Tell1", "Tell2", "Failed"]
    assert states["Transform"]["Catch"][0]["Next"] == "Tell1"
    assert [states[name]["Next"] for name in ("Tell1", "Tell2")] == ["Tell2", "Failed"]
    assert [states[name]["Catch"][0]["Next"] for name in ("Tell1", "Tell2")] == ["Tell2", "Failed"]
    assert states["Failed"]["Type"] == "Fail"
    assert len(allowed(rendered, "sns:Publish")) == 2
    assert [one[:4] for one in allowed(rendered, "kms:Decrypt", "kms:GenerateDataKey")] == ["{Key"]


def test_executions_are_logged_and_traced(stack: cdk.Stack) -> None:
    transform(stack)
    rendered = template_of(stack)
    machine = only(rendered, MACHINE)
    assert machine["LoggingConfiguration"]["Level"] == "ALL"
    assert machine["TracingConfiguration"] == {"Enabled": True}
    group = only(rendered, "AWS::Logs::LogGroup")
    assert group == {"LogGroupName": "/aws/vendedlogs/states/Stack-Scores", "RetentionInDays": 365}


def test_the_log_is_encrypted_with_a_key_that_the_service_may_use(stack: cdk.Stack) -> None:
    transform(stack, log_encryption_key=kms.Key(stack, "LogKey"))
    rendered = template_of(stack)
    assert flat(only(rendered, "AWS::Logs::LogGroup")["KmsKeyId"]) == "{LogKeyE83D0C1B.Arn}"
    statements = only(rendered, "AWS::KMS::Key")["KeyPolicy"]["Statement"]
    (allowed,) = [one for one in statements if "Service" in one["Principal"]]
    (pattern,) = allowed["Condition"]["ArnLike"].values()
    assert flat(pattern).endswith(":111111111111:log-group:/aws/vendedlogs/states/*")


def test_the_log_is_kept_as_long_as_asked(stack: cdk.Stack) -> None:
    transform(stack, log_retention=Duration.days(30))
    assert only(template_of(stack), "AWS::Logs::LogGroup")["RetentionInDays"] == 30


def test_a_schedule_may_say_what_is_read(stack: cdk.Stack) -> None:
    transform(
        stack,
        input=hosting.TransformInput.from_execution(bucket(stack), "in/", uri_path="$.read.from"),
        schedule=hosting.TransformSchedule(
            expression="rate(1 day)", input={"read": {"from": "s3://models/in/today/"}}
        ),
    )
    target = only(template_of(stack), SCHEDULE)["Target"]
    assert json.loads(target["Input"]) == {"read": {"from": "s3://models/in/today/"}}


def test_what_a_schedule_says_may_be_known_at_deployment_only(stack: cdk.Stack) -> None:
    day = cdk.CfnParameter(stack, "Day", type="Number", default=1).value_as_number
    where = s3.Bucket(stack, "Own")
    transform(
        stack,
        input=hosting.TransformInput.from_execution(where),
        schedule=hosting.TransformSchedule(
            expression="rate(1 day)", input={"input": f"s3://{where.bucket_name}/in/", "day": day}
        ),
    )
    said = flat(only(template_of(stack), SCHEDULE)["Target"]["Input"])
    assert said.startswith('{"input":"s3://{Own')
    assert said.endswith('/in/","day":{Day}}')


def test_a_schedule_starts_this_machine_alone(stack: cdk.Stack) -> None:
    transform(stack, schedule=hosting.TransformSchedule(expression="rate(1 day)"))
    rendered = template_of(stack)
    schedule = only(rendered, SCHEDULE)
    assert schedule["FlexibleTimeWindow"] == {"Mode": "OFF"}
    assert (schedule["State"], schedule["Target"]["Input"]) == ("ENABLED", "{}")
    (machine,) = resources_of(rendered, MACHINE)
    assert flat(schedule["Target"]["Arn"]) == f"{{{machine}}}"
    assert allowed(rendered, "states:StartExecution") == [f"{{{machine}}}"]
    (trust,) = [
        each["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]
        for each in resources_of(rendered, "AWS::IAM::Role").values()
        if "scheduler" in str(each["Properties"]["AssumeRolePolicyDocument"])
    ]
    assert trust["Condition"] == {
        "StringEquals": {
            "aws:SourceAccount": "111111111111",
            "aws:SourceArn": "arn:aws:scheduler:eu-west-1:111111111111:schedule-group/default",
        }
    }


def test_every_setting_of_a_schedule() -> None:
    schedule = only(template("batch_transform"), SCHEDULE)
    target = schedule["Target"]
    assert {name: each for name, each in schedule.items() if name != "Target"} == {
        "ScheduleExpression": "cron(0 3 * * ? *)",
        "ScheduleExpressionTimezone": "Europe/Vienna",
        "FlexibleTimeWindow": {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15},
        "StartDate": "2027-01-01T00:00:00Z",
        "EndDate": "2028-01-01T00:00:00Z",
        "State": "ENABLED",
    }
    assert target["RetryPolicy"] == {"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 3600}
    assert flat(target["DeadLetterConfig"]["Arn"]).startswith("{Missed")


def test_a_schedule_of_the_cdk(stack: cdk.Stack) -> None:
    expression = scheduler.ScheduleExpression.cron(
        minute="0", hour="3", time_zone=cdk.TimeZone.EUROPE_VIENNA
    )
    transform(stack, schedule=hosting.TransformSchedule(expression=expression, enabled=False))
    schedule = only(template_of(stack), SCHEDULE)
    assert schedule["ScheduleExpression"] == "cron(0 3 * * ? *)"
    assert schedule["ScheduleExpressionTimezone"] == "Europe/Vienna"
    assert schedule["State"] == "DISABLED"


def test_somebody_else_may_start_it(stack: cdk.Stack) -> None:
    made = transform(stack)
    made.state_machine.grant_start_execution(caller(stack))
    assert made.state_machine is made.state_machine
    (started,) = allowed(template_of(stack), "states:StartExecution")
    assert started.startswith("{Scores")
    assert flat(stack.resolve(made.role.role_arn)).startswith("{Scores")


def test_the_organisation_has_a_say(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    boundary = iam.ManagedPolicy.from_managed_policy_name(stack, "Boundary", "boundary")
    hosting.HostingDefaults.of(stack).set(
        hosting.Defaults(
            tags={"cost": "ml"},
            volume_key=key,
            permissions_boundary=boundary,
            allowed_instance_types=["ml.m5.*"],
            alarm_topics=[sns.Topic(stack, "Operations")],
        ).enforced(names="allowed_instance_types", message="ask first")
    )
    transform(stack, schedule=hosting.TransformSchedule(expression="rate(1 day)"))
    rendered = template_of(stack)
    request = request_of(rendered)
    assert request["Tags"] == [{"Key": "cost", "Value": "ml"}]
    assert request["TransformResources"]["VolumeKmsKeyId"].startswith("{Key")
    assert "Tell1" in definition_of(rendered)["States"]
    roles = resources_of(rendered, "AWS::IAM::Role").values()
    assert all("PermissionsBoundary" in role["Properties"] for role in roles)
    with pytest.raises(hosting.InvalidProps, match="ask first"):
        transform(stack, "Other", model=imported_model(stack), instance_type="ml.c5.xlarge")


def test_the_organisation_has_the_key_of_captures(stack: cdk.Stack) -> None:
    key, other = kms.Key(stack, "Key"), kms.Key(stack, "AnotherKey")
    hosting.HostingDefaults.of(stack).set(
        hosting.Defaults(capture_key=key).enforced(message="ask first")
    )
    where = s3.Bucket.from_bucket_name(stack, "Captures", "captures")
    transform(stack, data_capture=hosting.TransformDataCapture(bucket=where))
    assert request_of(template_of(stack))["DataCaptureConfig"]["KmsKeyId"].startswith("{Key")
    with pytest.raises(hosting.InvalidProps, match=r"encryption_key of data_capture.*ask first"):
        transform(
            stack,
            "Other",
            model=imported_model(stack),
            data_capture=hosting.TransformDataCapture(bucket=where, encryption_key=other),
        )


def test_captures_may_do_without_the_key_of_the_organisation(stack: cdk.Stack) -> None:
    hosting.HostingDefaults.of(stack).set(hosting.Defaults(capture_key=kms.Key(stack, "Key")))
    where = s3.Bucket.from_bucket_name(stack, "Captures", "captures")
    none = hosting.Explicit.NONE
    transform(
        stack,
        data_capture=hosting.TransformDataCapture(bucket=where, encryption_key=none),
    )
    assert "KmsKeyId" not in request_of(template_of(stack))["DataCaptureConfig"]


def with_data(**arguments: Any) -> Declare:
    return lambda stack: transform(
        stack,
        input=hosting.TransformInput.from_prefix(
            bucket(stack), "in/", content_type="text/csv", split_type="Line"
        ),
        **arguments,
    )


REFUSED: dict[str, tuple[Declare, str]] = {
    "no model": (lambda s: transform(s, model="churn"), "not a model"),
    "prefix": (
        lambda s: hosting.TransformInput.from_prefix(bucket(s), "/in"),
        "begins with a slash",
    ),
    "manifest": (
        lambda s: hosting.TransformInput.from_manifest(bucket(s), "in/"),
        "manifest key 'in/'",
    ),
    "path": (
        lambda s: hosting.TransformInput.from_execution(bucket(s), uri_path="input"),
        "selects nothing",
    ),
    "output": (lambda s: hosting.TransformOutput(bucket=bucket(s), prefix="out/"), "output prefix"),
    "capture": (
        lambda s: hosting.TransformDataCapture(bucket=bucket(s), prefix="/c"),
        "capture prefix",
    ),
    "name": (lambda s: transform(s, job_name_prefix="a" * 27), "has 27 characters"),
    "type": (lambda s: transform(s, instance_type="m5.xlarge"), "no instance type of SageMaker"),
    "count": (lambda s: transform(s, instance_count=101), "InstanceCount is 101"),
    "payload": (lambda s: transform(s, max_payload=Size.mebibytes(101)), "MaxPayloadInMB is 101"),
    "payload in numbers": (lambda s: transform(s, max_payload=6), "max_payload is 6, not a Size"),
    "memory": (
        lambda s: transform(s, max_payload=Size.mebibytes(20), max_concurrent_transforms=6),
        "6 concurrent transforms of 20 MB",
    ),
    "timeout": (
        lambda s: transform(s, invocations_timeout=Duration.hours(2)),
        "InvocationsTimeoutInSeconds is 7200",
    ),
    "retries": (lambda s: transform(s, invocations_max_retries=4), "InvocationsMaxRetries is 4"),
    "runs": (lambda s: transform(s, job_retries=-1), "job_retries is -1"),
    "no time": (lambda s: transform(s, timeout=Duration.seconds(0)), "timeout is 0 seconds"),
    "log retention": (
        lambda s: transform(s, log_retention=Duration.days(31)),
        "log lines cannot be kept for 31 days",
    ),
    "schedule without input": (
        lambda s: transform(
            s,
            input=hosting.TransformInput.from_execution(bucket(s), "in/"),
            schedule=hosting.TransformSchedule(expression="rate(1 day)"),
        ),
        "starts executions without $.input",
    ),
    "schedule with input in one text": (
        lambda s: hosting.TransformSchedule(expression="rate(1 day)", input='{"input": "s3://a"}'),
        "not a mapping",
    ),
    "schedule without any input": (
        lambda s: transform(
            s,
            input=hosting.TransformInput.from_execution(bucket(s), "in/", uri_path="$.a['b']"),
            schedule=hosting.TransformSchedule(expression="rate(1 day)"),
        ),
        "starts executions without $.a['b']",
    ),
    "schedule with other input": (
        lambda s: transform(
            s,
            input=hosting.TransformInput.from_execution(bucket(s), "in/", uri_path="$.read.from"),
            schedule=hosting.TransformSchedule(
                expression="rate(1 day)", input={"read": {"prefix": "in/"}}
            ),
        ),
        "starts executions without $.read.from",
    ),
    "strategy": (lambda s: transform(s, batch_strategy="Multi"), "BatchStrategy is 'Multi'"),
    "environment": (
        lambda s: transform(s, environment={f"A{n}": "1" for n in range(17)}),
        "17 environment variables",
    ),
    "key on NVMe": (
        lambda s: transform(
            s,
            instance_type="ml.g4dn.xlarge",
            encryption_key=kms.Key.from_key_arn(
                s, "Key", "arn:aws:kms:eu-west-1:111111111111:key/churn"
            ),
        ),
        "no volume to encrypt",
    ),
    "join without formats": (
        lambda s: transform(
            s, data_processing=hosting.TransformDataProcessing(join_source="Input")
        ),
        "is missing",
    ),
    "join of two formats": (
        lambda s: with_data(
            output=hosting.TransformOutput(
                bucket=s3.Bucket.from_bucket_name(s, "Out", "out"),
                accept="application/json",
                assemble_with="Line",
            ),
            data_processing=hosting.TransformDataProcessing(join_source="Input"),
        )(s),
        "is joined with results in application/json",
    ),
    "filter": (
        lambda s: transform(
            s, data_processing=hosting.TransformDataProcessing(input_filter="$..a")
        ),
        "is not supported",
    ),
    "architecture": (
        lambda s: transform(
            s,
            model=hosting.Model.from_model_attributes(
                s, "Arm", model_name="churn", architecture="arm64"
            ),
        ),
        "exec format error",
    ),
    "schedule": (
        lambda s: transform(s, schedule=hosting.TransformSchedule(expression="daily")),
        "the schedule 'daily'",
    ),
    "window": (
        lambda s: hosting.TransformSchedule(
            expression="rate(1 day)", flexible_window=Duration.days(2)
        ),
        "flexible_window is 2880 minutes",
    ),
    "end": (
        lambda s: hosting.TransformSchedule(
            expression="rate(1 day)", start="2027-03-01T08:00:00+01:00", end="2027-03-01T07:00:00Z"
        ),
        "the schedule ends at 2027-03-01T07:00:00Z and starts at 2027-03-01T07:00:00Z",
    ),
    "start": (
        lambda s: hosting.TransformSchedule(
            expression="rate(1 day)",
            start=datetime(2027, 1, 1),
        ),
        "does not say in which time zone",
    ),
}


@pytest.mark.parametrize(("declare", "message"), REFUSED.values(), ids=REFUSED)
def test_refuses(stack: cdk.Stack, declare: Declare, message: str) -> None:
    with pytest.raises(hosting.InvalidProps, match=re.escape(message)) as error:
        declare(stack)
    assert error.value.fix
    assert error.value.source


def test_results_among_the_input_are_seen_at_synthesis() -> None:
    from sagemaker_hosting.rules import check_template

    stack = new_stack()
    where = bucket(stack)
    transform(
        stack,
        input=hosting.TransformInput.from_prefix(where, "scores"),
        output=hosting.TransformOutput(bucket=where, prefix="scores/out"),
        model=model(stack, image=image(stack)),
    )
    assert "SMH1807" in [each.rule for each in check_template(template_of(stack))]


def test_two_transforms_of_a_model_keep_their_permissions(stack: cdk.Stack) -> None:
    shared = model(stack)
    for name in ("One", "Two"):
        transform(stack, name, model=shared, job_name_prefix="churn")
    names = [
        each["Properties"]["PolicyName"]
        for each in resources_of(template_of(stack), "AWS::IAM::Policy").values()
    ]
    assert sorted(names) == ["Transform-Stack-One", "Transform-Stack-Two"]
