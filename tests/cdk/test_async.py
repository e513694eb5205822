"""Asynchronous endpoints: places in S3, topics, the queue, callers, metrics and alarms."""

from __future__ import annotations

import inspect
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns

import sagemaker_hosting as hosting
from sagemaker_hosting.facts.metrics import all_metrics
from tests.cdk.support import (
    ALARM,
    CONFIG,
    ENDPOINT,
    POLICY,
    TARGET,
    Template,
    bucket,
    caller,
    flat,
    imported_model,
    listed,
    logical_id_of,
    model,
    new_stack,
    only,
    resources_of,
    statement_for,
    statements_of,
    template_of,
)

SCALING = hosting.AsyncScaling(min_capacity=1, max_capacity=5)
TO_ZERO = hosting.AsyncScaling(min_capacity=0, max_capacity=5)
TOPIC = "arn:aws:sns:eu-west-1:111111111111:done"


def inference(scope: cdk.Stack, **arguments: Any) -> hosting.AsyncInference:
    if "output_bucket" not in arguments:
        arguments["output_bucket"] = bucket(scope)
    return hosting.AsyncInference(**arguments)


def asynchronous(scope: cdk.Stack, id: str = "Endpoint", **arguments: Any) -> Any:
    if "variant" not in arguments:
        arguments.setdefault("instance_type", "ml.m5.xlarge")
        if "model" not in arguments:
            arguments["model"] = imported_model(scope)
    if "async_inference" not in arguments:
        arguments["async_inference"] = inference(scope)
    return hosting.AsyncEndpoint(scope, id, **arguments)


def config_of(stack: cdk.Stack) -> dict[str, Any]:
    rendered: dict[str, Any] = only(template_of(stack), CONFIG)["AsyncInferenceConfig"]
    return rendered


def alarms_of(template: Template) -> dict[str, Any]:
    """Return the alarms by what they watch."""
    alarms = [one["Properties"] for one in resources_of(template, ALARM).values()]
    return {one.get("MetricName", "Error rate"): one for one in alarms}


# --- where things lie ----------------------------------------------------------------------------


def test_places_with_their_defaults(stack: cdk.Stack) -> None:
    asynchronous(stack)
    assert config_of(stack) == {
        "OutputConfig": {
            "S3OutputPath": "s3://models/output",
            "S3FailurePath": "s3://models/failures",
        }
    }


def test_everything(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    topic = sns.Topic.from_topic_arn(stack, "Topic", TOPIC)
    asynchronous(
        stack,
        async_inference=hosting.AsyncInference(
            output_bucket=bucket(stack),
            output_prefix="done",
            failure_bucket=s3.Bucket.from_bucket_name(stack, "Failed", "failed"),
            failure_prefix="",
            encryption_key=key,
            notifications=hosting.AsyncNotifications(
                success_topic=topic,
                error_topic=topic,
                include_response_in=["SUCCESS_NOTIFICATION_TOPIC", "ERROR_NOTIFICATION_TOPIC"],
            ),
            max_concurrent_invocations_per_instance=4,
        ),
    )
    assert config_of(stack) == {
        "ClientConfig": {"MaxConcurrentInvocationsPerInstance": 4},
        "OutputConfig": {
            "S3OutputPath": "s3://models/done",
            "S3FailurePath": "s3://failed",
            "KmsKeyId": stack.resolve(key.key_arn),
            "NotificationConfig": {
                "SuccessTopic": TOPIC,
                "ErrorTopic": TOPIC,
                "IncludeInferenceResponseIn": [
                    "SUCCESS_NOTIFICATION_TOPIC",
                    "ERROR_NOTIFICATION_TOPIC",
                ],
            },
        },
    }


def test_no_failure_path(stack: cdk.Stack) -> None:
    asynchronous(stack, async_inference=inference(stack, failure_prefix=None))
    assert "S3FailurePath" not in config_of(stack)["OutputConfig"]


def test_a_configuration_of_its_own(stack: cdk.Stack) -> None:
    """The composable pieces say the same, and alarms fit the kind that they describe."""
    made = hosting.EndpointConfig(
        stack,
        "Config",
        variants=[
            hosting.InstanceVariant(model=imported_model(stack), instance_type="ml.m5.xlarge")
        ],
        async_inference=inference(stack),
    )
    hosting.Endpoint(stack, "Endpoint", config=made)
    assert made.kind == "asynchronous"
    (alarm,) = resources_of(template_of(stack), ALARM).values()
    names = {
        query["MetricStat"]["Metric"]["MetricName"]
        for query in alarm["Properties"]["Metrics"]
        if "MetricStat" in query
    }
    assert names == {"Invocation5XXErrors"}


# --- what the role may do ------------------------------------------------------------------------


def test_the_role_reads_requests_and_writes_responses_and_nothing_else(stack: cdk.Stack) -> None:
    asynchronous(stack, model=model(stack))
    template = template_of(stack)
    assert flat(statement_for(template, "s3:GetObject")["Resource"]).endswith("models/input/*")
    listing = statement_for(template, "s3:ListBucket")
    assert listing["Condition"] == {"StringLike": {"s3:prefix": ["input", "input/*"]}}
    writes = [one for one in statements_of(template) if "s3:PutObject" in listed(one["Action"])]
    assert [flat(one["Resource"]).rpartition(":")[2] for one in writes] == [
        "models/output/*",
        "models/failures/*",
    ]
    assert all(one["Action"] == ["s3:AbortMultipartUpload", "s3:PutObject"] for one in writes)


def test_requests_in_a_bucket_of_their_own(stack: cdk.Stack) -> None:
    requests = s3.Bucket.from_bucket_name(stack, "Requests", "requests")
    asynchronous(
        stack,
        model=model(stack),
        async_inference=inference(stack, input_bucket=requests, input_prefix=""),
    )
    template = template_of(stack)
    assert flat(statement_for(template, "s3:GetObject")["Resource"]).endswith(":::requests/*")
    assert "Condition" not in statement_for(template, "s3:ListBucket")


def test_the_role_may_use_the_key_of_the_responses(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    asynchronous(stack, model=model(stack), async_inference=inference(stack, encryption_key=key))
    statement = statement_for(template_of(stack), "kms:GenerateDataKey")
    assert statement["Resource"] == stack.resolve(key.key_arn)


def test_the_role_may_publish_to_its_topics_alone(stack: cdk.Stack) -> None:
    topic = sns.Topic.from_topic_arn(stack, "Topic", TOPIC)
    told = hosting.AsyncNotifications(error_topic=topic)
    asynchronous(stack, model=model(stack), async_inference=inference(stack, notifications=told))
    template = template_of(stack)
    assert listed(statement_for(template, "sns:Publish")["Resource"]) == [TOPIC]
    assert resources_of(template, "AWS::SNS::Topic") == {}
    assert config_of(stack)["OutputConfig"]["NotificationConfig"] == {"ErrorTopic": TOPIC}


def test_the_role_may_use_the_key_of_a_topic(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    told = hosting.AsyncNotifications(success_topic=sns.Topic(stack, "Topic", master_key=key))
    asynchronous(stack, model=model(stack), async_inference=inference(stack, notifications=told))
    statement = statement_for(template_of(stack), "kms:GenerateDataKey")
    assert listed(statement["Resource"]) == [stack.resolve(key.key_arn)]


# --- topics of its own ---------------------------------------------------------------------------


def test_new_topics(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    told = hosting.AsyncNotifications.new_topics(
        encryption_key=key, include_response_in=["SUCCESS_NOTIFICATION_TOPIC"]
    )
    made = asynchronous(
        stack, model=model(stack), async_inference=inference(stack, notifications=told)
    )
    template = template_of(stack)
    topics = resources_of(template, "AWS::SNS::Topic")
    assert all(
        one["Properties"] == {"KmsMasterKeyId": stack.resolve(key.key_arn)}
        for one in topics.values()
    )
    assert config_of(stack)["OutputConfig"]["NotificationConfig"] == {
        "SuccessTopic": stack.resolve(made.success_topic.topic_arn),
        "ErrorTopic": stack.resolve(made.error_topic.topic_arn),
        "IncludeInferenceResponseIn": ["SUCCESS_NOTIFICATION_TOPIC"],
    }
    assert len(topics) == 2


def test_the_policies_of_new_topics(stack: cdk.Stack) -> None:
    told = hosting.AsyncNotifications.new_topics()
    made = asynchronous(
        stack, model=model(stack), async_inference=inference(stack, notifications=told)
    )
    template = template_of(stack)
    role = stack.resolve(made.model.role.role_arn)
    policies = resources_of(template, "AWS::SNS::TopicPolicy")
    assert len(policies) == 2
    for policy in policies.values():
        secure, publish = sorted(
            policy["Properties"]["PolicyDocument"]["Statement"],
            key=lambda one: one["Effect"],
            reverse=True,
        )
        assert (secure["Effect"], secure["Condition"]) == (
            "Deny",
            {"Bool": {"aws:SecureTransport": "false"}},
        )
        assert (publish["Action"], publish["Principal"]) == ("sns:Publish", {"AWS": role})
    (endpoint,) = resources_of(template, ENDPOINT).values()
    # Creating the endpoint publishes a test message.
    assert set(policies) <= set(endpoint["DependsOn"])


def test_a_topic_of_another_stack_makes_no_circle(stack: cdk.Stack) -> None:
    topics = new_stack("Topics", app=stack.node.root)
    told = hosting.AsyncNotifications(success_topic=sns.Topic(topics, "Topic", enforce_ssl=True))
    asynchronous(stack, model=model(stack), async_inference=inference(stack, notifications=told))
    template_of(stack)


def test_without_notifications_there_are_no_topics(stack: cdk.Stack) -> None:
    made = asynchronous(stack)
    assert (made.success_topic, made.error_topic) == (None, None)


# --- callers -------------------------------------------------------------------------------------


def test_grant_invoke_async_is_for_this_endpoint_alone(stack: cdk.Stack) -> None:
    asynchronous(stack).grant_invoke_async(caller(stack))
    statement = statement_for(template_of(stack), "sagemaker:InvokeEndpointAsync")
    assert statement["Action"] == "sagemaker:InvokeEndpointAsync"
    assert statement["Resource"].endswith(":endpoint/stack-endpoint")


def test_it_takes_no_other_calls() -> None:
    assert not hasattr(hosting.AsyncEndpoint, "grant_invoke")


def test_a_caller_writes_requests(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    requests = s3.Bucket(stack, "Requests", encryption_key=key)
    made = asynchronous(stack, async_inference=inference(stack, input_bucket=requests))
    made.grant_write_input(caller(stack))
    template = template_of(stack)
    assert flat(statement_for(template, "s3:PutObject")["Resource"]).endswith("/input/*")
    assert statement_for(template, "kms:GenerateDataKey")["Resource"] == stack.resolve(key.key_arn)


def test_a_caller_reads_responses_and_sees_which_are_not_there(stack: cdk.Stack) -> None:
    asynchronous(stack).grant_read_output(caller(stack))
    template = template_of(stack)
    reads = [one for one in statements_of(template) if "s3:GetObject" in listed(one["Action"])]
    readable = [flat(each).rpartition(":")[2] for one in reads for each in listed(one["Resource"])]
    assert sorted(readable) == ["models/failures/*", "models/output/*"]
    prefixes = [
        one["Condition"]["StringLike"]["s3:prefix"]
        for one in statements_of(template)
        if "s3:ListBucket" in listed(one["Action"])
    ]
    assert sorted(prefixes) == [["failures", "failures/*"], ["output", "output/*"]]


def test_a_caller_may_use_the_key_of_the_responses(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    made = asynchronous(stack, async_inference=inference(stack, encryption_key=key))
    made.grant_read_output(caller(stack))
    statement = statement_for(template_of(stack), "kms:Decrypt")
    assert statement["Resource"] == stack.resolve(key.key_arn)


# --- scaling -------------------------------------------------------------------------------------


def test_the_backlog_with_its_metric_and_dimension(stack: cdk.Stack) -> None:
    asynchronous(stack, scaling=SCALING.track_backlog(per_instance=5), alarms=[], rollback_on=[])
    template = template_of(stack)
    assert only(template, POLICY)["TargetTrackingScalingPolicyConfiguration"] == {
        "CustomizedMetricSpecification": {
            "Namespace": "AWS/SageMaker",
            "MetricName": "ApproximateBacklogSizePerInstance",
            "Dimensions": [{"Name": "EndpointName", "Value": "Stack-Endpoint"}],
            "Statistic": "Average",
        },
        "TargetValue": 5,
    }
    assert resources_of(template, ALARM) == {}


def test_from_zero_it_wakes_up_for_the_first_request(stack: cdk.Stack) -> None:
    asynchronous(stack, scaling=TO_ZERO.track_backlog(per_instance=5), alarms=[], rollback_on=[])
    template = template_of(stack)
    policies = {
        one["Properties"]["PolicyName"]: (logical_id, one["Properties"])
        for logical_id, one in resources_of(template, POLICY).items()
    }
    logical_id, policy = policies["WakeUp"]
    assert policy["StepScalingPolicyConfiguration"] == {
        "AdjustmentType": "ChangeInCapacity",
        "Cooldown": 300,
        "MetricAggregationType": "Average",
        "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}],
    }
    alarm = only(template, ALARM)
    assert alarm == {
        "AlarmDescription": "scales Stack-Endpoint/AllTraffic: WakeUp",
        "Namespace": "AWS/SageMaker",
        "MetricName": "HasBacklogWithoutCapacity",
        "Dimensions": [{"Name": "EndpointName", "Value": "Stack-Endpoint"}],
        "Statistic": "Average",
        "Period": 60,
        "EvaluationPeriods": 2,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "Threshold": 1,
        "TreatMissingData": "notBreaching",
        "AlarmActions": [{"Ref": logical_id}],
    }
    assert only(template, TARGET)["MinCapacity"] == 0
    (made,) = only(template, CONFIG)["ProductionVariants"]
    assert made["InitialInstanceCount"] == 1


def test_waking_up_can_be_said_otherwise(stack: cdk.Stack) -> None:
    scaling = TO_ZERO.wake_up(instances=2, cooldown=Duration.minutes(10), evaluation_periods=1)
    asynchronous(stack, scaling=scaling, alarms=[], rollback_on=[])
    template = template_of(stack)
    policy = only(template, POLICY)["StepScalingPolicyConfiguration"]
    assert (policy["Cooldown"], policy["StepAdjustments"][0]["ScalingAdjustment"]) == (600, 2)
    assert only(template, ALARM)["EvaluationPeriods"] == 1


@pytest.mark.parametrize(
    ("scaling", "wakes"),
    [
        (SCALING, False),
        (TO_ZERO, True),
        (SCALING.on_schedule("Night", "cron(0 22 * * ? *)", min_capacity=0), True),
        (SCALING.on_schedule("Night", "cron(0 22 * * ? *)", max_capacity=2), False),
    ],
)
def test_it_wakes_up_wherever_a_limit_is_zero(
    stack: cdk.Stack, scaling: hosting.AsyncScaling, wakes: bool
) -> None:
    asynchronous(stack, scaling=scaling)
    names = [
        one["Properties"]["PolicyName"] for one in resources_of(template_of(stack), POLICY).values()
    ]
    assert names == (["WakeUp"] if wakes else [])


def test_a_minimum_above_zero_is_where_it_starts(stack: cdk.Stack) -> None:
    asynchronous(stack, scaling=hosting.AsyncScaling(min_capacity=2, max_capacity=4))
    (made,) = only(template_of(stack), CONFIG)["ProductionVariants"]
    assert made["InitialInstanceCount"] == 2


def test_an_update_keeps_the_capacity_that_scaling_gave(stack: cdk.Stack) -> None:
    asynchronous(stack).scale_variant(TO_ZERO)
    assert only(template_of(stack), ENDPOINT)["RetainAllVariantProperties"] is True


def test_an_import_can_be_scaled(stack: cdk.Stack) -> None:
    imported = hosting.AsyncEndpoint.from_endpoint_name(
        stack, "I", "transcriber", variant_names=["AllTraffic"]
    )
    imported.scale_variant(TO_ZERO.track_backlog(per_instance=2))
    template = template_of(stack)
    assert only(template, TARGET)["ResourceId"] == "endpoint/transcriber/variant/AllTraffic"
    assert only(template, ALARM)["Dimensions"] == [{"Name": "EndpointName", "Value": "transcriber"}]


# --- updates -------------------------------------------------------------------------------------


def test_an_update_is_guarded_by_what_is_published(stack: cdk.Stack) -> None:
    asynchronous(stack, initial_instance_count=2, alarms=[])
    template = template_of(stack)
    policy = only(template, ENDPOINT)["DeploymentConfig"]["BlueGreenUpdatePolicy"]
    assert policy["TrafficRoutingConfiguration"]["Type"] == "CANARY"
    queries = only(template, ALARM)["Metrics"]
    assert queries == [
        {
            "Id": "error_rate",
            "Expression": "FILL(server_errors, 0)",
            "Label": "Error rate",
            "ReturnData": True,
        },
        {
            "Id": "server_errors",
            "MetricStat": {
                "Metric": {
                    "Namespace": "AWS/SageMaker",
                    "MetricName": "Invocation5XXErrors",
                    "Dimensions": [
                        {"Name": "EndpointName", "Value": "Stack-Endpoint"},
                        {"Name": "VariantName", "Value": "AllTraffic"},
                        {
                            "Name": "EndpointConfigName",
                            "Value": {
                                "Fn::GetAtt": [
                                    logical_id_of(template, CONFIG),
                                    "EndpointConfigName",
                                ]
                            },
                        },
                    ],
                },
                "Period": 60,
                "Stat": "Average",
            },
            "ReturnData": False,
        },
    ]


@pytest.mark.parametrize(
    "alarm",
    [
        hosting.RollbackAlarm.overhead_latency(above=Duration.seconds(1)),
        hosting.RollbackAlarm.metric("Invocations", above=1, statistic="Sum"),
    ],
)
def test_refuses_an_alarm_that_never_goes_off(
    stack: cdk.Stack, alarm: hosting.RollbackAlarm
) -> None:
    with pytest.raises(hosting.InvalidProps, match="not published by an asynchronous endpoint"):
        asynchronous(stack, rollback_on=[alarm])


# --- metrics and alarms --------------------------------------------------------------------------


QUEUE = {"EndpointName": "Stack-Endpoint"}
VARIANT = {"EndpointName": "Stack-Endpoint", "VariantName": "AllTraffic"}
METHODS: dict[str, tuple[str, str, dict[str, str]]] = {
    "metric_invocation_4xx_errors": ("Invocation4XXErrors", "Sum", VARIANT),
    "metric_invocation_5xx_errors": ("Invocation5XXErrors", "Sum", VARIANT),
    "metric_error_rate": ("Invocation5XXErrors", "Average", VARIANT),
    "metric_model_latency": ("ModelLatency", "Average", VARIANT),
    "metric_cpu_utilization": ("CPUUtilization", "Average", VARIANT),
    "metric_memory_utilization": ("MemoryUtilization", "Average", VARIANT),
    "metric_disk_utilization": ("DiskUtilization", "Average", VARIANT),
    "metric_gpu_utilization": ("GPUUtilization", "Average", VARIANT),
    "metric_gpu_memory_utilization": ("GPUMemoryUtilization", "Average", VARIANT),
    "metric_backlog_size": ("ApproximateBacklogSize", "Average", QUEUE),
    "metric_backlog_size_per_instance": ("ApproximateBacklogSizePerInstance", "Average", QUEUE),
    "metric_age_of_oldest_request": ("ApproximateAgeOfOldestRequest", "Maximum", QUEUE),
    "metric_has_backlog_without_capacity": ("HasBacklogWithoutCapacity", "Average", QUEUE),
    "metric_invocations_processed": ("InvocationsProcessed", "Sum", VARIANT),
    "metric_invocation_failures": ("InvocationFailures", "Sum", VARIANT),
    "metric_expired_requests": ("ExpiredRequests", "Sum", VARIANT),
    "metric_request_download_failures": ("RequestDownloadFailures", "Sum", VARIANT),
    "metric_response_upload_failures": ("ResponseUploadFailures", "Sum", VARIANT),
    "metric_notification_failures": ("NotificationFailures", "Sum", VARIANT),
    "metric_request_download_latency": ("RequestDownloadLatency", "Average", VARIANT),
    "metric_response_upload_latency": ("ResponseUploadLatency", "Average", VARIANT),
    "metric_time_in_backlog": ("TimeInBacklog", "Average", VARIANT),
    "metric_total_processing_time": ("TotalProcessingTime", "Average", VARIANT),
}


@pytest.mark.parametrize("owned", [True, False])
@pytest.mark.parametrize(("method", "expected"), METHODS.items(), ids=METHODS)
def test_each_metric(
    stack: cdk.Stack, method: str, expected: tuple[str, str, dict[str, str]], owned: bool
) -> None:
    made = (
        asynchronous(stack)
        if owned
        else hosting.AsyncEndpoint.from_endpoint_name(
            stack, "I", "Stack-Endpoint", variant_names=["AllTraffic"]
        )
    )
    metric: cloudwatch.Metric = getattr(made, method)()
    assert (metric.metric_name, metric.statistic, metric.dimensions) == expected


def test_a_metric_of_the_queue_needs_no_variant(stack: cdk.Stack) -> None:
    imported = hosting.AsyncEndpoint.from_endpoint_name(stack, "I", "transcriber")
    assert imported.metric_backlog_size().dimensions == {"EndpointName": "transcriber"}


@pytest.mark.parametrize(
    ("method", "unit"),
    [
        ("metric_age_of_oldest_request", cloudwatch.Unit.SECONDS),
        ("metric_time_in_backlog", cloudwatch.Unit.MILLISECONDS),
        ("metric_request_download_latency", cloudwatch.Unit.MICROSECONDS),
        ("metric_backlog_size", None),
    ],
)
def test_units(stack: cdk.Stack, method: str, unit: cloudwatch.Unit | None) -> None:
    metric: cloudwatch.Metric = getattr(asynchronous(stack), method)()
    assert metric.unit == unit


def test_it_has_every_metric_that_is_published_and_no_other() -> None:
    methods = {name for name in dir(hosting.AsyncEndpoint) if name.startswith("metric_")}
    assert methods == set(METHODS)
    published = {metric.name for metric in all_metrics() if "asynchronous" in metric.kinds}
    assert {name for name, _, _ in METHODS.values()} == published


def test_an_import_has_the_methods_of_an_owned_one() -> None:
    def named(kind: type) -> set[str]:
        return {name for name in dir(kind) if name.startswith(("metric", "grant", "scale"))}

    # Of an import it is not known where requests and responses lie.
    assert named(hosting.AsyncEndpoint) - named(hosting.AsyncEndpointBase) == {
        "grant_read_output",
        "grant_write_input",
    }


def test_the_alarms_that_it_is_born_with(stack: cdk.Stack) -> None:
    told = hosting.AsyncNotifications(success_topic=sns.Topic.from_topic_arn(stack, "T", TOPIC))
    made = asynchronous(
        stack,
        rollback_on=[],
        async_inference=inference(stack, notifications=told),
        alarm_topics=[sns.Topic.from_topic_arn(stack, "Operations", TOPIC)],
    )
    alarms = alarms_of(template_of(stack))
    assert {name: one["Threshold"] for name, one in alarms.items()} == {
        "Error rate": 0.05,
        "ApproximateAgeOfOldestRequest": 3600,
        "ExpiredRequests": 0,
        "ResponseUploadFailures": 0,
        "NotificationFailures": 0,
    }
    assert alarms["ApproximateAgeOfOldestRequest"]["Dimensions"] == [
        {"Name": "EndpointName", "Value": "Stack-Endpoint"}
    ]
    assert len(made.health_alarm_arns) == 5


def test_without_notifications_none_can_fail(stack: cdk.Stack) -> None:
    topic = sns.Topic.from_topic_arn(stack, "Operations", TOPIC)
    asynchronous(stack, rollback_on=[], alarm_topics=[topic])
    watched = alarms_of(template_of(stack))
    assert "ExpiredRequests" in watched
    assert "NotificationFailures" not in watched


# --- its signature -------------------------------------------------------------------------------


def test_its_signature_cannot_say_what_asynchronous_inference_refuses() -> None:
    arguments = set(inspect.signature(hosting.AsyncEndpoint.__init__).parameters)
    assert arguments.isdisjoint(
        {"variants", "data_capture", "shadow_variants", "memory_size", "max_concurrency"}
    )


def test_a_variant_with_every_setting(stack: cdk.Stack) -> None:
    variant = hosting.InstanceVariant(
        model=imported_model(stack),
        variant_name="Gpu",
        instance_type="ml.g5.xlarge",
        inference_ami_version="al2-ami-sagemaker-inference-gpu-3-1",
    )
    made = asynchronous(stack, variant=variant, scaling=TO_ZERO)
    template = template_of(stack)
    (rendered,) = only(template, CONFIG)["ProductionVariants"]
    assert rendered["VariantName"] == "Gpu"
    assert only(template, TARGET)["ResourceId"].endswith("/variant/Gpu")
    assert made.model is variant.model


def test_an_owned_model(stack: cdk.Stack) -> None:
    uri = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/churn:1.4.2"
    made = asynchronous(stack, model=None, image=hosting.ContainerImage.from_uri(uri))
    template = template_of(stack)
    assert only(template, "AWS::SageMaker::Model")["PrimaryContainer"]["Image"] == uri
    assert isinstance(made.model.role, iam.Role)


REFUSED: dict[str, tuple[Any, str]] = {
    "no type": (lambda s: asynchronous(s, instance_type=None), "needs an instance type"),
    "a variant and its parts": (
        lambda s: asynchronous(
            s,
            variant=hosting.InstanceVariant(model=imported_model(s), instance_type="ml.m5.large"),
            volume_size=cdk.Size.gibibytes(10),
        ),
        "variant and volume_size are both given",
    ),
    "output prefix": (lambda s: inference(s, output_prefix="a/"), "output_prefix 'a/'"),
    "failure prefix": (lambda s: inference(s, failure_prefix="/a"), "failure_prefix '/a'"),
    "input prefix": (lambda s: inference(s, input_prefix="/"), "input_prefix '/'"),
    "failures nowhere": (
        lambda s: inference(
            s,
            failure_prefix=None,
            failure_bucket=s3.Bucket.from_bucket_name(s, "Failed", "failed"),
        ),
        "failure_bucket without",
    ),
    "notifications to nobody": (lambda s: hosting.AsyncNotifications(), "without a topic"),
    "a metric of real-time endpoints": (
        lambda s: SCALING.track_metric("InvocationsPerInstance", target=5),
        "is no metric of an asynchronous endpoint",
    ),
    "waking up twice": (lambda s: TO_ZERO.wake_up().wake_up(), "two scaling policies"),
    "waking up for nothing": (lambda s: TO_ZERO.wake_up(instances=-1), "-1"),
    "a start beyond the limits": (
        lambda s: asynchronous(s, scaling=SCALING, initial_instance_count=6),
        "starts with 6 instances",
    ),
    "no concurrency": (
        lambda s: asynchronous(
            s, async_inference=inference(s, max_concurrent_invocations_per_instance=0)
        ),
        "MaxConcurrentInvocationsPerInstance is 0",
    ),
    "burstable": (
        lambda s: asynchronous(s, scaling=SCALING, instance_type="ml.t2.medium"),
        r"ml\.t2\.medium",
    ),
}


@pytest.mark.parametrize(("declare", "message"), REFUSED.values(), ids=REFUSED)
def test_refuses_what_asynchronous_inference_refuses(
    stack: cdk.Stack, declare: Any, message: str
) -> None:
    with pytest.raises(hosting.InvalidProps, match=message) as caught:
        declare(stack)
    assert caught.value.fix
