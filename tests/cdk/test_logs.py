"""Log groups of endpoints and components: named, kept, encrypted, and there in time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import Duration, Size
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

import sagemaker_hosting as hosting
from sagemaker_hosting.facts.limits import LOG_RETENTION_DAYS
from tests.cdk.support import (
    COMPONENT,
    ENDPOINT,
    bucket,
    config,
    endpoint,
    flat,
    imported_model,
    model,
    only,
    resources_of,
    template_of,
)

GROUP = "AWS::Logs::LogGroup"
MONTH = hosting.ContainerLogs(retention=Duration.days(30))
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


def shared(stack: cdk.Stack, **arguments: Any) -> hosting.InferenceComponentEndpoint:
    return hosting.InferenceComponentEndpoint(
        stack, "Endpoint", instance_type="ml.g5.12xlarge", **arguments
    )


def piece(stack: cdk.Stack, **arguments: Any) -> hosting.Endpoint:
    return hosting.Endpoint(stack, "Endpoint", config=config(stack), **arguments)


def component(stack: cdk.Stack, **arguments: Any) -> hosting.InferenceComponent:
    return hosting.InferenceComponent(
        stack,
        "Component",
        endpoint=shared(stack),
        image=IMAGE,
        requirements=hosting.ComputeRequirements(min_memory=Size.gibibytes(8)),
        **arguments,
    )


KINDS: list[Callable[..., Any]] = [endpoint, serverless, queued, shared, piece]


@pytest.mark.parametrize("declare", KINDS, ids=lambda each: each.__name__)
def test_the_log_group_is_there_before_the_endpoint(
    stack: cdk.Stack, declare: Callable[..., hosting.EndpointBase]
) -> None:
    made = declare(stack, logs=MONTH)
    template = template_of(stack)
    ((logical_id, group),) = resources_of(template, GROUP).items()
    assert group["Properties"] == {
        "LogGroupName": "/aws/sagemaker/Endpoints/Stack-Endpoint",
        "RetentionInDays": 30,
    }
    assert made.log_group_name == "/aws/sagemaker/Endpoints/Stack-Endpoint"
    (waiting,) = resources_of(template, ENDPOINT).values()
    assert logical_id in waiting["DependsOn"]
    assert group["DeletionPolicy"] == "RetainExceptOnCreate"
    assert group["UpdateReplacePolicy"] == "Retain"


def test_the_log_group_of_a_component_is_there_before_it(stack: cdk.Stack) -> None:
    component(stack, logs=MONTH)
    template = template_of(stack)
    ((logical_id, group),) = resources_of(template, GROUP).items()
    assert group["Properties"]["LogGroupName"] == (
        "/aws/sagemaker/InferenceComponents/Stack-Component"
    )
    (waiting,) = resources_of(template, COMPONENT).values()
    assert logical_id in waiting["DependsOn"]


def test_a_name_that_is_known_at_deployment_is_known_before_the_endpoint(
    stack: cdk.Stack,
) -> None:
    name = cdk.CfnParameter(stack, "Name").value_as_string
    endpoint(stack, endpoint_name=name, logs=MONTH)
    group = only(template_of(stack), GROUP)
    assert flat(group["LogGroupName"]) == "/aws/sagemaker/Endpoints/{Name}"


@pytest.mark.parametrize("declare", [endpoint, component], ids=lambda each: each.__name__)
def test_nobody_owns_the_logs_where_nobody_says_so(
    stack: cdk.Stack, declare: Callable[..., object]
) -> None:
    declare(stack)
    assert resources_of(template_of(stack), GROUP) == {}


def test_defaults_own_every_group_and_a_construct_can_refuse(stack: cdk.Stack) -> None:
    hosting.HostingDefaults.of(stack).set(hosting.Defaults(logs=MONTH))
    component(stack)
    endpoint(stack, "Own", logs=hosting.ContainerLogs(retention=Duration.days(7)))
    endpoint(stack, "None", model=imported_model(stack, "M"), logs=hosting.Explicit.NONE)
    kept = {
        group["Properties"]["LogGroupName"].rpartition("/")[2]: group["Properties"][
            "RetentionInDays"
        ]
        for group in resources_of(template_of(stack), GROUP).values()
    }
    assert kept == {"Stack-Component": 30, "Stack-Endpoint": 30, "Stack-Own": 7}


def test_enforced_logs(stack: cdk.Stack) -> None:
    hosting.HostingDefaults.of(stack).set(
        hosting.Defaults(logs=MONTH).enforced(message="the law says a month")
    )
    endpoint(stack, logs=hosting.ContainerLogs(retention=Duration.hours(720)))
    for number, (other, what) in enumerate(
        (
            (hosting.ContainerLogs(retention=Duration.days(7)), "logs is kept for 7 days"),
            (hosting.ContainerLogs(), "logs is kept for ever"),
            (hosting.Explicit.NONE, "logs is none"),
        )
    ):
        with pytest.raises(hosting.InvalidProps, match=f"{what}: the law says a month"):
            endpoint(stack, f"E{number}", model=imported_model(stack, f"M{number}"), logs=other)


def test_a_key_of_the_app_lets_the_service_use_it_once_for_all(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    owned = hosting.ContainerLogs(encryption_key=key)
    for number in (1, 2):
        endpoint(stack, f"E{number}", model=imported_model(stack, f"M{number}"), logs=owned)
    template = template_of(stack)
    groups = resources_of(template, GROUP).values()
    assert {flat(group["Properties"]["KmsKeyId"]) for group in groups} == {"{Key961B73FD.Arn}"}
    statements = only(template, "AWS::KMS::Key")["KeyPolicy"]["Statement"]
    (allowed,) = [one for one in statements if "Service" in one["Principal"]]
    assert flat(allowed["Principal"]["Service"]) == "logs.eu-west-1.{AWS::URLSuffix}"
    (pattern,) = allowed["Condition"]["ArnLike"].values()
    assert flat(pattern) == ("arn:aws:logs:eu-west-1:111111111111:log-group:/aws/sagemaker/*")


def test_the_group_can_go_with_the_stack(stack: cdk.Stack) -> None:
    endpoint(stack, logs=hosting.ContainerLogs(removal_policy=cdk.RemovalPolicy.DESTROY))
    (group,) = resources_of(template_of(stack), GROUP).values()
    assert group["DeletionPolicy"] == "Delete"


def test_what_refers_to_an_owned_group_waits_for_it(stack: cdk.Stack) -> None:
    made = endpoint(stack, logs=MONTH)
    assert made.log_group is made.log_group
    theirs = hosting.Endpoint.from_endpoint_name(stack, "Their", "their").log_group
    for name, group in (("OwnedFilter", made.log_group), ("TheirFilter", theirs)):
        logs.MetricFilter(
            stack,
            name,
            log_group=group,
            metric_namespace="Churn",
            metric_name="Errors",
            filter_pattern=logs.FilterPattern.literal("ERROR"),
        )
    template = template_of(stack)
    (logical_id,) = resources_of(template, GROUP)
    watched = {
        name: one["Properties"]["LogGroupName"]
        for name, one in resources_of(template, "AWS::Logs::MetricFilter").items()
    }
    assert sorted(map(flat, watched.values())) == [
        "/aws/sagemaker/Endpoints/their",
        f"{{{logical_id}}}",
    ]


def test_the_role_may_write_where_the_group_is(stack: cdk.Stack) -> None:
    made = endpoint(stack, model=model(stack), logs=MONTH)
    template = template_of(stack)
    (policy,) = resources_of(template, "AWS::IAM::Policy").values()
    (allowed,) = [
        one
        for one in policy["Properties"]["PolicyDocument"]["Statement"]
        if "logs:PutLogEvents" in one["Action"]
    ]
    assert flat(allowed["Resource"][0]).endswith(f":log-group:{made.log_group_name}")


@pytest.mark.parametrize(
    ("retention", "what", "fix"),
    [
        (Duration.days(31), "cannot be kept for 31 days", "Duration.days(60)"),
        (Duration.days(0), "cannot be kept for 0 days", "Duration.days(1)"),
        (Duration.days(4000), "cannot be kept for 4000 days", "Duration.days(3653)"),
        (Duration.hours(36), "cannot be expressed in whole days", "Duration.days"),
        (30, "not a Duration", "Duration"),
    ],
)
def test_a_retention_that_does_not_exist_is_refused(retention: Any, what: str, fix: str) -> None:
    with pytest.raises(hosting.InvalidProps, match=what) as error:
        hosting.ContainerLogs(retention=retention)
    assert fix in (error.value.fix or "")


def test_a_retention_may_be_known_at_deployment(stack: cdk.Stack) -> None:
    number = cdk.CfnParameter(stack, "Days", type="Number").value_as_number
    endpoint(stack, logs=hosting.ContainerLogs(retention=Duration.days(number)))
    assert only(template_of(stack), GROUP)["RetentionInDays"] == {"Ref": "Days"}


def test_the_days_are_those_of_cloudformation() -> None:
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", GROUP).schema
    assert list(LOG_RETENTION_DAYS.value) == schema["properties"]["RetentionInDays"]["enum"]
