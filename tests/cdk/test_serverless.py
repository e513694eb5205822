"""Serverless endpoints: capacity, scaling, callers, metrics, alarms, and what they cannot have."""

from __future__ import annotations

import inspect
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import Size
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns

import sagemaker_hosting as hosting
from sagemaker_hosting.facts.metrics import all_metrics
from tests.cdk.support import (
    ALARM,
    CONFIG,
    ENDPOINT,
    MODEL,
    POLICY,
    TARGET,
    caller,
    flat,
    image,
    imported_model,
    logical_id_of,
    model,
    only,
    resources_of,
    statement_for,
    statements_of,
    template_of,
)

SCALING = hosting.ProvisionedConcurrencyScaling(min_capacity=2, max_capacity=10)
NAME = {"EndpointName": "Stack-Endpoint", "VariantName": "AllTraffic"}


def serverless(scope: cdk.Stack, id: str = "Endpoint", **arguments: Any) -> Any:
    arguments = {"memory_size": Size.gibibytes(2), "max_concurrency": 20, **arguments}
    if "image" not in arguments and "model" not in arguments:
        arguments["model"] = imported_model(scope)
    return hosting.ServerlessEndpoint(scope, id, **arguments)


def alarms_of(stack: cdk.Stack) -> dict[str, Any]:
    """Return the alarms by what they watch."""
    alarms = [one["Properties"] for one in resources_of(template_of(stack), ALARM).values()]
    return {one.get("MetricName", "Error rate"): one for one in alarms}


def test_it_owns_model_and_configuration(stack: cdk.Stack) -> None:
    made = serverless(stack, model=None, image=image(stack))
    template = template_of(stack)
    name = {"Fn::GetAtt": [logical_id_of(template, MODEL), "ModelName"]}
    assert only(template, CONFIG)["ProductionVariants"] == [
        {
            "VariantName": "AllTraffic",
            "ModelName": name,
            "ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 20},
        }
    ]
    assert stack.resolve(made.model.model_name) == name


def test_the_endpoint_has_a_name_and_nothing_about_updates(stack: cdk.Stack) -> None:
    serverless(stack)
    template = template_of(stack)
    assert only(template, ENDPOINT) == {
        "EndpointName": "Stack-Endpoint",
        "EndpointConfigName": {
            "Fn::GetAtt": [logical_id_of(template, CONFIG), "EndpointConfigName"]
        },
    }


def test_its_signature_cannot_say_what_serverless_refuses() -> None:
    arguments = set(inspect.signature(hosting.ServerlessEndpoint.__init__).parameters)
    assert arguments.isdisjoint(
        {
            "rollout",
            "rollback_on",
            "vpc",
            "network_isolation",
            "variants",
            "data_capture",
            "instance_type",
            "initial_instance_count",
            "volume_size",
            "routing",
            "model_data_download_timeout",
            "container_startup_health_check_timeout",
            "async_inference",
        }
    )


def test_a_key_for_the_copy_of_the_image(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    serverless(stack, model=model(stack), encryption_key=key)
    template = template_of(stack)
    assert only(template, CONFIG)["KmsKeyId"] == stack.resolve(key.key_arn)
    assert statement_for(template, "kms:CreateGrant")["Resource"] == stack.resolve(key.key_arn)


# --- scaling -------------------------------------------------------------------------------------


def test_provisioned_concurrency_begins_with_the_minimum(stack: cdk.Stack) -> None:
    serverless(stack, scaling=SCALING)
    (rendered,) = only(template_of(stack), CONFIG)["ProductionVariants"]
    assert rendered["ServerlessConfig"]["ProvisionedConcurrency"] == 2


def test_provisioned_concurrency_follows_its_use(stack: cdk.Stack) -> None:
    serverless(stack, scaling=SCALING.track_utilization(target=0.7), alarms=[])
    template = template_of(stack)
    assert only(template, TARGET) == {
        "ServiceNamespace": "sagemaker",
        "ScalableDimension": "sagemaker:variant:DesiredProvisionedConcurrency",
        "ResourceId": "endpoint/Stack-Endpoint/variant/AllTraffic",
        "MinCapacity": 2,
        "MaxCapacity": 10,
    }
    assert only(template, POLICY)["TargetTrackingScalingPolicyConfiguration"] == {
        "PredefinedMetricSpecification": {
            "PredefinedMetricType": "SageMakerVariantProvisionedConcurrencyUtilization"
        },
        "TargetValue": 0.7,
    }


def test_provisioned_concurrency_by_the_clock(stack: cdk.Stack) -> None:
    scaling = SCALING.on_schedule("Noon", "cron(15 12 * * ? *)", min_capacity=10)
    serverless(stack, scaling=scaling)
    (action,) = only(template_of(stack), TARGET)["ScheduledActions"]
    assert action["ScalableTargetAction"] == {"MinCapacity": 10}


def test_steps_on_a_metric_of_serverless_endpoints(stack: cdk.Stack) -> None:
    scaling = SCALING.step_on(
        "ServerlessProvisionedConcurrencySpilloverInvocations",
        above=1,
        steps=[hosting.ScalingStep(lower=0, change=2)],
    )
    serverless(stack, scaling=scaling, alarms=[])
    alarm = only(template_of(stack), ALARM)
    assert alarm["Dimensions"] == [
        {"Name": "EndpointName", "Value": "Stack-Endpoint"},
        {"Name": "VariantName", "Value": "AllTraffic"},
    ]


def test_the_target_waits_for_its_endpoint(stack: cdk.Stack) -> None:
    serverless(stack, scaling=SCALING)
    template = template_of(stack)
    (target,) = resources_of(template, TARGET).values()
    assert target["DependsOn"] == [logical_id_of(template, ENDPOINT)]


def test_it_can_be_scaled_later(stack: cdk.Stack) -> None:
    made = serverless(stack, provisioned_concurrency=3)
    made.scale_provisioned_concurrency(SCALING)
    assert only(template_of(stack), TARGET)["MaxCapacity"] == 10


def test_an_import_can_be_scaled(stack: cdk.Stack) -> None:
    imported = hosting.ServerlessEndpoint.from_endpoint_name(
        stack, "I", "churn", variant_names=["AllTraffic"]
    )
    imported.scale_provisioned_concurrency(SCALING.track_utilization(target=0.5))
    assert only(template_of(stack), TARGET)["ResourceId"] == "endpoint/churn/variant/AllTraffic"


# --- callers, metrics, imports -------------------------------------------------------------------


def test_grant_invoke_is_for_this_endpoint_alone(stack: cdk.Stack) -> None:
    serverless(stack).grant_invoke(caller(stack))
    statement = statement_for(template_of(stack), "sagemaker:InvokeEndpoint")
    assert statement["Action"] == "sagemaker:InvokeEndpoint"
    assert statement["Resource"].endswith(":endpoint/stack-endpoint")


METHODS = {
    "metric_invocations": ("Invocations", "Sum"),
    "metric_invocation_4xx_errors": ("Invocation4XXErrors", "Sum"),
    "metric_invocation_5xx_errors": ("Invocation5XXErrors", "Sum"),
    "metric_model_latency": ("ModelLatency", "Average"),
    "metric_overhead_latency": ("OverheadLatency", "Average"),
    "metric_memory_utilization": ("MemoryUtilization", "Average"),
    "metric_model_setup_time": ("ModelSetupTime", "Average"),
    "metric_concurrent_executions_utilization": (
        "ServerlessConcurrentExecutionsUtilization",
        "Maximum",
    ),
    "metric_provisioned_concurrency_executions": (
        "ServerlessProvisionedConcurrencyExecutions",
        "Maximum",
    ),
    "metric_provisioned_concurrency_utilization": (
        "ServerlessProvisionedConcurrencyUtilization",
        "Maximum",
    ),
    "metric_provisioned_concurrency_invocations": (
        "ServerlessProvisionedConcurrencyInvocations",
        "Maximum",
    ),
    "metric_provisioned_concurrency_spillover": (
        "ServerlessProvisionedConcurrencySpilloverInvocations",
        "Maximum",
    ),
}


@pytest.mark.parametrize("owned", [True, False])
@pytest.mark.parametrize(("method", "expected"), METHODS.items(), ids=METHODS)
def test_each_metric(stack: cdk.Stack, method: str, expected: tuple[str, str], owned: bool) -> None:
    made = (
        serverless(stack)
        if owned
        else hosting.ServerlessEndpoint.from_endpoint_name(
            stack, "I", "Stack-Endpoint", variant_names=["AllTraffic"]
        )
    )
    metric: cloudwatch.Metric = getattr(made, method)()
    assert (metric.metric_name, metric.statistic) == expected
    assert metric.dimensions == NAME


def test_it_has_every_metric_that_is_published_and_no_other() -> None:
    methods = {name for name in dir(hosting.ServerlessEndpoint) if name.startswith("metric_")}
    assert methods == {*METHODS, "metric_error_rate"}
    published = {metric.name for metric in all_metrics() if "serverless" in metric.kinds}
    assert {name for name, _ in METHODS.values()} == published


def test_an_import_has_the_methods_of_an_owned_one() -> None:
    def named(kind: type) -> set[str]:
        return {name for name in dir(kind) if name.startswith(("metric", "grant", "scale"))}

    assert named(hosting.ServerlessEndpointBase) == named(hosting.ServerlessEndpoint)


# --- alarms --------------------------------------------------------------------------------------


def test_the_alarms_that_it_is_born_with(stack: cdk.Stack) -> None:
    topic = sns.Topic(stack, "Topic")
    serverless(stack, provisioned_concurrency=2, alarm_topics=[topic])
    alarms = alarms_of(stack)
    assert {name: (one["Threshold"], one["TreatMissingData"]) for name, one in alarms.items()} == {
        "Error rate": (0.05, "notBreaching"),
        "ServerlessConcurrentExecutionsUtilization": (0.9, "notBreaching"),
        "ServerlessProvisionedConcurrencySpilloverInvocations": (0, "notBreaching"),
    }
    assert all(one["AlarmActions"] == [stack.resolve(topic.topic_arn)] for one in alarms.values())


def test_without_provisioned_concurrency_nothing_spills_over(stack: cdk.Stack) -> None:
    serverless(stack, alarm_topics=[sns.Topic(stack, "Topic")])
    assert set(alarms_of(stack)) == {"Error rate", "ServerlessConcurrentExecutionsUtilization"}


def test_alarms_of_ones_own(stack: cdk.Stack) -> None:
    made = serverless(
        stack,
        alarms=[
            hosting.HealthAlarm.latency(above=cdk.Duration.seconds(20)),
            hosting.HealthAlarm.metric("ModelSetupTime", above=30_000_000, statistic="p90"),
        ],
    )
    alarms = alarms_of(stack)
    assert (alarms["ModelLatency"]["Threshold"], alarms["ModelSetupTime"]["Threshold"]) == (
        20_000_000,
        30_000_000,
    )
    assert len(made.health_alarm_arns) == 2


def test_no_alarms(stack: cdk.Stack) -> None:
    topic = sns.Topic(stack, "Topic")
    assert list(serverless(stack, alarms=[], alarm_topics=[topic]).health_alarm_arns) == []
    assert alarms_of(stack) == {}


def test_an_alarm_that_tells_nobody_has_to_be_asked_for(stack: cdk.Stack) -> None:
    serverless(stack)
    serverless(stack, "Other", model=model(stack), alarms=[hosting.HealthAlarm.error_rate()])
    assert list(alarms_of(stack)) == ["Error rate"]


@pytest.mark.parametrize(
    ("alarm", "message"),
    [
        (
            lambda: hosting.HealthAlarm.metric("CPUUtilization", above=80),
            "CPUUtilization is not published by a serverless endpoint",
        ),
        (hosting.HealthAlarm.failures, "is not published by a serverless endpoint"),
        (hosting.HealthAlarm.no_capacity, "is not published by a serverless endpoint"),
        (lambda: hosting.HealthAlarm.concurrency(above=90), "above 90 cannot happen"),
        (lambda: hosting.RollbackAlarm.error_rate(above=0.1), "is no health alarm"),
    ],
)
def test_refuses_an_alarm_that_never_goes_off(stack: cdk.Stack, alarm: Any, message: str) -> None:
    with pytest.raises(hosting.InvalidProps, match=message):
        serverless(stack, alarms=[alarm()])


def test_refuses_two_alarms_of_one_id(stack: cdk.Stack) -> None:
    twins = [hosting.HealthAlarm.error_rate(), hosting.HealthAlarm.error_rate(above=0.5)]
    with pytest.raises(hosting.InvalidProps, match="two health alarms are called 'ErrorRate'"):
        serverless(stack, alarms=twins)


# --- the role ------------------------------------------------------------------------------------


def test_the_role_may_log_and_publish_and_nothing_else(stack: cdk.Stack) -> None:
    serverless(stack, model=model(stack))
    policy = only(template_of(stack), "AWS::IAM::Policy")
    statements = policy["PolicyDocument"]["Statement"]
    assert [one["Action"] for one in statements] == [
        ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        "cloudwatch:PutMetricData",
    ]
    assert flat(statements[0]["Resource"][0]).endswith("/aws/sagemaker/Endpoints/Stack-Endpoint")


def test_no_ssm_and_no_interfaces(stack: cdk.Stack) -> None:
    serverless(stack, model=model(stack))
    actions = str([one["Action"] for one in statements_of(template_of(stack))])
    assert "ssmmessages" not in actions
    assert "ec2:" not in actions


# --- refusals of the rules -----------------------------------------------------------------------


REFUSED: dict[str, tuple[Any, str]] = {
    "memory between the sizes": (
        lambda s: serverless(s, memory_size=Size.mebibytes(1500)),
        "1500",
    ),
    "memory beyond": (lambda s: serverless(s, memory_size=Size.gibibytes(7)), "7168"),
    "concurrency 0": (lambda s: serverless(s, max_concurrency=0), "0"),
    "concurrency 201": (lambda s: serverless(s, max_concurrency=201), "201"),
    "provisioned beyond": (lambda s: serverless(s, provisioned_concurrency=21), "21"),
    "a model in a VPC": (
        lambda s: serverless(s, model=model(s, vpc=ec2.Vpc(s, "Vpc", max_azs=2))),
        "VpcConfig",
    ),
    "an isolated model": (
        lambda s: serverless(s, model=model(s, network_isolation=True)),
        "EnableNetworkIsolation",
    ),
    "scaling to 0": (
        lambda s: serverless(
            s, scaling=hosting.ProvisionedConcurrencyScaling(min_capacity=0, max_capacity=4)
        ),
        "0",
    ),
    "scaling beyond": (
        lambda s: serverless(
            s, scaling=hosting.ProvisionedConcurrencyScaling(min_capacity=1, max_capacity=21)
        ),
        "21",
    ),
    "scaling in percent": (lambda s: SCALING.track_utilization(target=70), "70"),
    "scaling on demand": (
        lambda s: serverless(s).scale_provisioned_concurrency(SCALING),
        "[Pp]rovisioned",
    ),
    "scaling below the start": (
        lambda s: serverless(s, scaling=SCALING, provisioned_concurrency=1),
        "starts with 1 provisioned executions",
    ),
    "scaling on a metric of instances": (
        lambda s: SCALING.track_metric("CPUUtilization", target=50),
        "is no metric of a serverless endpoint",
    ),
    "scaling of instances": (
        lambda s: serverless(s, scaling=hosting.Scaling(min_capacity=1, max_capacity=2)),
        "has no instances to scale",
    ),
    "two models": (lambda s: serverless(s, model=model(s), environment={"A": "1"}), "both given"),
    "memory in numbers": (lambda s: serverless(s, memory_size=2048), "2048, not a Size"),
}


@pytest.mark.parametrize(("declare", "message"), REFUSED.values(), ids=REFUSED)
def test_refuses_what_serverless_inference_refuses(
    stack: cdk.Stack, declare: Any, message: str
) -> None:
    with pytest.raises(hosting.InvalidProps, match=message) as caught:
        declare(stack)
    assert caught.value.fix


def test_a_variable_within_its_limits_is_a_variable(stack: cdk.Stack) -> None:
    scaling = hosting.ProvisionedConcurrencyScaling(min_capacity=1, max_capacity=20)
    serverless(stack, scaling=scaling, provisioned_concurrency=20)
    template_of(stack)
