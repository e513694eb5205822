"""No role may do more than its endpoint needs, asserted over a template that uses everything."""

from __future__ import annotations

import re
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms

import sagemaker_hosting as hosting
from tests.cdk.apps import APPS, template
from tests.cdk.support import (
    ALARM,
    CONFIG,
    ENDPOINT,
    MODEL,
    bucket,
    endpoint,
    flat,
    listed,
    model,
    only,
    resources_of,
    statement_for,
    statements_of,
    template_of,
)

# AWS defines no resource for these. Publishing is confined by the namespace instead.
UNCONFINED = {
    "cloudwatch:PutMetricData",
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
    "ecr:GetAuthorizationToken",
}
# What a state machine needs to write logs and traces.
OF_STATE_MACHINES = {
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
}
BATCH = {"batch_transform"}
PATTERN = re.compile(
    r"(/churn/([a-z]+/)?|:log-stream:|:network-interface/|:transform-job/[a-z-]+-)\*$"
)


def identity_statements(name: str) -> list[dict[str, Any]]:
    return list(statements_of(template(name)))


@pytest.mark.parametrize("name", APPS)
def test_only_the_named_actions_are_on_every_resource(name: str) -> None:
    unconfined = {
        action
        for statement in identity_statements(name)
        if "*" in listed(statement["Resource"])
        for action in listed(statement["Action"])
    }
    assert unconfined <= (UNCONFINED | OF_STATE_MACHINES if name in BATCH else UNCONFINED)


def test_the_production_app_needs_them_all() -> None:
    """So that the list above holds nothing that is not needed."""
    actions = {
        action
        for statement in identity_statements("production")
        if "*" in listed(statement["Resource"])
        for action in listed(statement["Action"])
    }
    assert actions == UNCONFINED


@pytest.mark.parametrize("name", APPS)
def test_no_action_is_a_pattern(name: str) -> None:
    actions = [action for one in identity_statements(name) for action in listed(one["Action"])]
    assert not [action for action in actions if "*" in action]


@pytest.mark.parametrize("name", APPS)
def test_no_managed_policy(name: str) -> None:
    roles = resources_of(template(name), "AWS::IAM::Role").values()
    assert not [role for role in roles if role["Properties"].get("ManagedPolicyArns")]


@pytest.mark.parametrize("name", APPS)
def test_no_resource_is_a_pattern_over_a_service(name: str) -> None:
    """A pattern may end a resource's own path, but never stand for its name."""
    for statement in identity_statements(name):
        for resource in listed(statement["Resource"]):
            text = flat(resource)
            if text == "*" or "*" not in text:
                continue
            # An asset bucket has no folders; old archives have to stay readable for a rollback.
            if "-assets-" in text and text.endswith("/*.gz"):
                continue
            # SageMaker chooses the names of the configurations that a shadow test makes.
            if text.endswith(":endpoint-config/*") and name == "shadow_test":
                continue
            # The endpoints that Clarify starts for a job have names of Clarify's making.
            if re.search(r":endpoint(-config)?/sm-clarify\*$", text):
                continue
            # The id of a scalable target is known to Application Auto Scaling alone.
            if text.endswith(":scalable-target/*"):
                keys = statement["Condition"]["StringEquals"]
                assert keys == {"application-autoscaling:service-namespace": "sagemaker"}
                continue
            assert PATTERN.search(text), text


def test_publishing_is_confined_to_namespaces_of_sagemaker() -> None:
    statement = statement_for(template("production"), "cloudwatch:PutMetricData")
    assert statement["Condition"] == {
        "StringEquals": {"cloudwatch:namespace": ["AWS/SageMaker", "/aws/sagemaker/Endpoints"]}
    }


def test_alarms_are_described_only_where_they_are_its_own() -> None:
    production = template("production")
    described = {
        resource["Fn::GetAtt"][0]
        for resource in listed(statement_for(production, "cloudwatch:DescribeAlarms")["Resource"])
    }
    (made,) = resources_of(production, ENDPOINT).values()
    watched = {
        alarm["AlarmName"]["Ref"]
        for alarm in made["Properties"]["DeploymentConfig"]["AutoRollbackConfiguration"]["Alarms"]
    }
    assert described == watched
    assert described < set(resources_of(production, ALARM))  # the one of step scaling is not there


def test_without_alarms_none_are_described(stack: cdk.Stack) -> None:
    endpoint(stack, model=model(stack), rollback_on=[])
    actions = {
        action for one in statements_of(template_of(stack)) for action in listed(one["Action"])
    }
    assert "cloudwatch:DescribeAlarms" not in actions


def test_logs_are_written_to_its_own_group_alone(stack: cdk.Stack) -> None:
    endpoint(stack, model=model(stack), endpoint_name="churn")
    resources = statement_for(template_of(stack), "logs:PutLogEvents")["Resource"]
    group = ":logs:eu-west-1:111111111111:log-group:/aws/sagemaker/Endpoints/churn"
    assert [flat(one).partition("}")[2] or flat(one) for one in resources]
    assert all(group in flat(one) for one in resources)


def test_network_interfaces_need_a_vpc() -> None:
    def has_ec2(name: str) -> bool:
        return any(
            action.startswith("ec2:")
            for one in identity_statements(name)
            for action in listed(one["Action"])
        )

    assert [name for name in APPS if has_ec2(name)] == [
        "production",
        "components",
        "organisation",
        "private_access",
        "monitors",
    ]


def test_application_auto_scaling_brings_its_own_role() -> None:
    principals = {
        statement["Principal"]["Service"]
        for role in resources_of(template("production"), "AWS::IAM::Role").values()
        for statement in role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    }
    assert principals == {"sagemaker.amazonaws.com", "lambda.amazonaws.com"}


def test_the_model_waits_for_what_is_granted_later(stack: cdk.Stack) -> None:
    key = dynamodb.Attribute(name="k", type=dynamodb.AttributeType.STRING)
    table = dynamodb.Table(stack, "Table", partition_key=key)
    made = model(stack)
    endpoint(stack, model=made)
    table.grant_read_data(made)
    rendered = template_of(stack)
    (waiting,) = resources_of(rendered, MODEL).values()
    reads = [
        logical_id
        for logical_id, policy in resources_of(rendered, "AWS::IAM::Policy").items()
        if "dynamodb:Query" in str(policy)
    ]
    assert set(reads) <= set(waiting["DependsOn"])


def test_the_endpoint_waits_for_its_own_policy(stack: cdk.Stack) -> None:
    endpoint(stack, model=model(stack))
    rendered = template_of(stack)
    (waiting,) = resources_of(rendered, ENDPOINT).values()
    (policy,) = resources_of(rendered, "AWS::IAM::Policy")
    assert policy in waiting["DependsOn"]


def test_an_alarm_of_ones_own_is_described_by_name(stack: cdk.Stack) -> None:
    arn = "arn:aws:cloudwatch:eu-west-1:111111111111:alarm:drift"
    own = cloudwatch.Alarm.from_alarm_arn(stack, "Own", arn)
    endpoint(stack, model=model(stack), rollback_on=[hosting.RollbackAlarm.of(own)])
    statement = statement_for(template_of(stack), "cloudwatch:DescribeAlarms")
    assert listed(statement["Resource"]) == [arn]


@pytest.mark.parametrize("owned", [False, True])
def test_a_key_that_is_given_by_its_alias_is_reached(stack: cdk.Stack, owned: bool) -> None:
    key = (
        kms.Alias(stack, "Alias", alias_name="alias/churn", target_key=kms.Key(stack, "Key"))
        if owned
        else kms.Alias.from_alias_name(stack, "Alias", "alias/churn")
    )
    data = bucket(stack)
    made = model(
        stack,
        data=hosting.ModelData.from_s3(data, "churn/1/model.tar.gz", encryption_key=key),
    )
    endpoint(
        stack,
        model=made,
        encryption_key=key,
        data_capture=hosting.DataCapture(bucket=data, encryption_key=key),
    )
    rendered = template_of(stack)
    about_keys = [
        one
        for one in statements_of(rendered)
        if any(action.startswith("kms:") for action in listed(one["Action"]))
    ]
    assert len(about_keys) >= 3
    for one in about_keys:
        assert flat(one["Resource"]).endswith(":kms:eu-west-1:111111111111:key/*")
        (name,) = one["Condition"]["ForAnyValue:StringEquals"].values()
        assert flat(name) == ("{Alias325C5727}" if owned else "alias/churn")
    (grant,) = [one for one in about_keys if one["Action"] == "kms:CreateGrant"]
    assert grant["Condition"]["Bool"] == {"kms:GrantIsForAWSResource": "true"}
    assert flat(only(rendered, CONFIG)["KmsKeyId"]).rpartition(":")[2] == flat(name)
