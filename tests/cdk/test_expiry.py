"""Expiry: what is deleted when, by a role that may do that and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import Size
from aws_cdk import aws_iam as iam
from botocore.session import Session
from botocore.validate import ParamValidator

import sagemaker_hosting as hosting
from tests.cdk.support import (
    bucket,
    config,
    endpoint,
    flat,
    imported_model,
    new_app,
    new_stack,
    resources_of,
    template_of,
)

SCHEDULE = "AWS::Scheduler::Schedule"
ROLE = "AWS::IAM::Role"
AT = datetime(2030, 1, 31, 18, tzinfo=UTC)
FRIDAY = hosting.Expiry(at=AT)
IMAGE = hosting.ContainerImage.from_uri("111111111111.dkr.ecr.eu-west-1.amazonaws.com/churn:1")


def serverless(stack: cdk.Stack, **arguments: Any) -> hosting.ServerlessEndpoint:
    return hosting.ServerlessEndpoint(
        stack,
        "Endpoint",
        model=imported_model(stack),
        memory_size=Size.gibibytes(2),
        max_concurrency=5,
        **arguments,
    )


def queued(stack: cdk.Stack, **arguments: Any) -> hosting.AsyncEndpoint:
    return hosting.AsyncEndpoint(
        stack,
        "Endpoint",
        model=imported_model(stack),
        instance_type="ml.m5.xlarge",
        async_inference=hosting.AsyncInference(output_bucket=bucket(stack)),
        **arguments,
    )


def piece(stack: cdk.Stack, **arguments: Any) -> hosting.Endpoint:
    return hosting.Endpoint(stack, "Endpoint", config=config(stack), **arguments)


def shared(stack: cdk.Stack, **arguments: Any) -> hosting.InferenceComponentEndpoint:
    return hosting.InferenceComponentEndpoint(
        stack, "Shared", instance_type="ml.g5.12xlarge", **arguments
    )


def component(
    stack: cdk.Stack, host: hosting.InferenceComponentEndpointBase, **arguments: Any
) -> hosting.InferenceComponent:
    return hosting.InferenceComponent(
        stack,
        "Component",
        endpoint=host,
        image=IMAGE,
        requirements=hosting.ComputeRequirements(min_memory=Size.gibibytes(8)),
        **arguments,
    )


def adapter(stack: cdk.Stack, base: hosting.InferenceComponentBase) -> hosting.AdapterComponent:
    data = hosting.ModelData.from_s3(bucket(stack), "fr/adapter.tar.gz")
    return hosting.AdapterComponent(stack, "Adapter", base=base, data=data)


def calls(template: dict[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return what is called when, by the operation."""
    found = {}
    for one in resources_of(template, SCHEDULE).values():
        target = one["Properties"]["Target"]
        request = json.loads(flat(target["Input"]))
        call = flat(target["Arn"]).rpartition(":")[2]
        found[f"{call} {next(iter(request.values()))}"] = (
            one["Properties"]["ScheduleExpression"],
            request,
        )
    return found


@pytest.mark.parametrize(
    "declare", [endpoint, serverless, queued, piece], ids=lambda each: each.__name__
)
def test_an_endpoint_is_deleted_once(
    stack: cdk.Stack, declare: Callable[..., hosting.EndpointBase]
) -> None:
    declare(stack, expiry=FRIDAY)
    template = template_of(stack)
    ((logical_id, schedule),) = resources_of(template, SCHEDULE).items()
    (role,) = [name for name in resources_of(template, ROLE) if "Expiry" in name]
    assert logical_id.startswith("EndpointExpiry")
    assert schedule["Properties"] == {
        "Description": "deletes an endpoint that expires",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "ScheduleExpression": "at(2030-01-31T18:00:00)",
        "ScheduleExpressionTimezone": "UTC",
        "Target": {
            "Arn": "arn:aws:scheduler:::aws-sdk:sagemaker:deleteEndpoint",
            "Input": '{"EndpointName": "Stack-Endpoint"}',
            "RoleArn": {"Fn::GetAtt": [role, "Arn"]},
        },
    }


def test_the_role_may_delete_the_endpoint_and_nothing_else(stack: cdk.Stack) -> None:
    endpoint(stack, endpoint_name="Churn", expiry=FRIDAY)
    template = template_of(stack)
    ((_, role),) = [
        item
        for item in resources_of(template, ROLE).items()
        if item[0].startswith("EndpointExpiry")
    ]
    (policy,) = role["Properties"]["Policies"]
    allowed = {
        one["Action"]: (flat(one["Resource"]), one.get("Condition"))
        for one in policy["PolicyDocument"]["Statement"]
    }
    place = "eu-west-1:111111111111"
    assert allowed == {
        "sagemaker:DeleteEndpoint": (
            f"arn:aws:sagemaker:{place}:endpoint/churn",
            None,
        ),
        "application-autoscaling:DeregisterScalableTarget": (
            f"arn:aws:application-autoscaling:{place}:scalable-target/*",
            {"StringEquals": {"application-autoscaling:service-namespace": "sagemaker"}},
        ),
    }
    (trust,) = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "scheduler.amazonaws.com"}
    condition = trust["Condition"]["StringEquals"]
    assert condition["aws:SourceAccount"] == "111111111111"
    assert flat(condition["aws:SourceArn"]).endswith(f":scheduler:{place}:schedule-group/default")


def test_components_go_before_their_endpoint_and_adapters_before_them(stack: cdk.Stack) -> None:
    host = shared(stack, expiry=FRIDAY)
    base = component(stack, host)
    adapter(stack, base)
    assert (host.expiry, base.expiry) == (FRIDAY, FRIDAY)
    assert calls(template_of(stack)) == {
        "deleteInferenceComponent Stack-Adapter": (
            "at(2030-01-31T17:30:00)",
            {"InferenceComponentName": "Stack-Adapter"},
        ),
        "deleteInferenceComponent Stack-Component": (
            "at(2030-01-31T18:00:00)",
            {"InferenceComponentName": "Stack-Component"},
        ),
        "deleteEndpoint Stack-Shared": (
            "at(2030-01-31T19:00:00)",
            {"EndpointName": "Stack-Shared"},
        ),
    }


def test_a_component_may_go_earlier_and_takes_its_adapters_along(stack: cdk.Stack) -> None:
    base = component(stack, shared(stack), expiry=hosting.Expiry(at=AT - timedelta(days=1)))
    adapter(stack, base)
    assert {at for at, _ in calls(template_of(stack)).values()} == {
        "at(2030-01-30T18:00:00)",
        "at(2030-01-30T17:30:00)",
    }


@pytest.mark.parametrize(
    ("expiry", "what"),
    [
        (hosting.Explicit.NONE, "and this component never does"),
        (hosting.Expiry(at=AT + timedelta(seconds=1)), "and this component at 2030-01-31T18:00:01"),
    ],
)
def test_a_component_does_not_outlive_its_endpoint(
    stack: cdk.Stack, expiry: Any, what: str
) -> None:
    with pytest.raises(hosting.InvalidProps, match=what) as error:
        component(stack, shared(stack, expiry=FRIDAY), expiry=expiry)
    assert error.value.path == "Stack/Component"


def test_on_an_imported_endpoint_a_component_says_itself_when_it_goes(stack: cdk.Stack) -> None:
    theirs = hosting.InferenceComponentEndpoint.from_endpoint_name(
        stack, "Theirs", "theirs", variant_names=["AllTraffic"]
    )
    component(stack, theirs, expiry=FRIDAY)
    assert list(calls(template_of(stack))) == ["deleteInferenceComponent Stack-Component"]


def test_the_apis_take_the_requests(stack: cdk.Stack) -> None:
    component(stack, shared(stack, expiry=FRIDAY))
    template = template_of(stack)
    session = Session()
    model = session.get_service_model("sagemaker")
    for call, (_, request) in calls(template).items():
        operation = call.partition(" ")[0]
        shape = model.operation_model(operation[:1].upper() + operation[1:]).input_shape
        assert not ParamValidator().validate(request, shape).has_errors()
    scheduler = session.get_service_model("scheduler").operation_model("CreateSchedule")
    for one in resources_of(template, SCHEDULE).values():
        properties = one["Properties"]
        target = {**properties["Target"], "Arn": "arn", "RoleArn": "arn:aws:iam::1:role/r"}
        request = {"Name": "n", **properties, "Target": target}
        report = ParamValidator().validate(request, scheduler.input_shape)
        assert not report.has_errors(), report.generate_report()


def test_a_name_that_is_known_at_deployment_is_filled_in(stack: cdk.Stack) -> None:
    name = cdk.CfnParameter(stack, "Name").value_as_string
    endpoint(stack, endpoint_name=name, expiry=FRIDAY)
    ((_, request),) = calls(template_of(stack)).values()
    assert request == {"EndpointName": "{Name}"}


@pytest.mark.parametrize("declare", [endpoint, shared], ids=lambda each: each.__name__)
def test_nothing_expires_where_nobody_says_so(
    stack: cdk.Stack, declare: Callable[..., object]
) -> None:
    declare(stack)
    assert resources_of(template_of(stack), SCHEDULE) == {}


def test_defaults_and_their_boundary(stack: cdk.Stack) -> None:
    arn = "arn:aws:iam::111111111111:policy/boundary"
    hosting.HostingDefaults.of(stack).set(
        hosting.Defaults(
            expiry=FRIDAY,
            permissions_boundary=iam.ManagedPolicy.from_managed_policy_arn(stack, "B", arn),
        )
    )
    endpoint(stack)
    endpoint(stack, "Stays", model=imported_model(stack, "M"), expiry=hosting.Explicit.NONE)
    component(stack, shared(stack))
    template = template_of(stack)
    assert sorted(calls(template)) == [
        "deleteEndpoint Stack-Endpoint",
        "deleteEndpoint Stack-Shared",
        "deleteInferenceComponent Stack-Component",
    ]
    boundaries = [
        one["Properties"].get("PermissionsBoundary")
        for one in resources_of(template, ROLE).values()
    ]
    assert set(boundaries) == {arn}


def test_enforced_expiry(stack: cdk.Stack) -> None:
    hosting.HostingDefaults.of(stack).set(
        hosting.Defaults(expiry=FRIDAY).enforced(message="demonstrations end on Friday")
    )
    vienna = timezone(timedelta(hours=1))
    endpoint(stack, expiry=hosting.Expiry(at=datetime(2030, 1, 31, 19, tzinfo=vienna)))
    with pytest.raises(hosting.InvalidProps, match="expiry is none: demonstrations end on Friday"):
        queued(new_stack_below(stack), expiry=hosting.Explicit.NONE)


def new_stack_below(stack: cdk.Stack) -> cdk.Stack:
    return cdk.Stack(stack, "Below")


@pytest.mark.parametrize(
    "at",
    [
        datetime.fromisoformat("2030-01-31T18:00:00"),
        AT.replace(microsecond=1),
        "2030-01-31",
        AT.date(),
    ],
    ids=["no zone", "fractions", "text", "day"],
)
def test_a_moment_that_cannot_be_scheduled_is_refused(at: Any, stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="not a moment in whole seconds"):
        hosting.Expiry(at=at)
    with pytest.raises(hosting.InvalidProps, match="not a moment in whole seconds") as error:
        hosting.StackExpiry(stack, "Expiry", at=at)
    assert error.value.path == "Stack/Expiry"


# The whole stack.


def test_a_stack_deletes_itself(stack: cdk.Stack) -> None:
    endpoint(stack)
    hosting.StackExpiry(stack, "Goes", at=AT)
    template = template_of(stack)
    (schedule,) = resources_of(template, SCHEDULE).values()
    target = schedule["Properties"]["Target"]
    assert flat(target["Arn"]).endswith(":aws-sdk:cloudformation:deleteStack")
    assert flat(target["Input"]) == '{"StackName": "{AWS::StackId}"}'
    (role,) = resources_of(template, ROLE).values()
    (policy,) = role["Properties"]["Policies"]
    assert policy["PolicyDocument"]["Statement"] == [
        {
            "Action": "cloudformation:DeleteStack",
            "Effect": "Allow",
            "Resource": {"Ref": "AWS::StackId"},
        }
    ]


def test_a_nested_stack_does_not_expire_by_itself(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="a nested stack expires with"):
        hosting.StackExpiry(cdk.NestedStack(stack, "Nested"), "Goes", at=AT)


def test_a_protected_stack_does_not_expire() -> None:
    stack = cdk.Stack(new_app(), "Protected", termination_protection=True)
    with pytest.raises(hosting.InvalidProps, match="protected against deletion"):
        hosting.StackExpiry(stack, "Goes", at=AT)


def test_every_account_and_region() -> None:
    stack = new_stack("Agnostic", env=None)
    endpoint(stack, expiry=FRIDAY)
    (role,) = [
        one
        for name, one in resources_of(template_of(stack), ROLE).items()
        if name.startswith("EndpointExpiry")
    ]
    (trust,) = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    condition = trust["Condition"]["StringEquals"]
    assert condition["aws:SourceAccount"] == {"Ref": "AWS::AccountId"}
