"""Monitors: what their jobs read, what they may do, when they run, and who is told of drift."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import Duration
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns

import sagemaker_hosting as hosting
from sagemaker_hosting.facts.model_monitor import monitor_image
from tests.cdk.apps import template
from tests.cdk.support import (
    ALARM,
    BIAS,
    CONFIG,
    DATA_QUALITY,
    ENDPOINT,
    EXPLAINABILITY,
    MODEL_QUALITY,
    SCHEDULE,
    bucket,
    caller,
    captured,
    endpoint,
    flat,
    listed,
    model,
    monitor,
    new_app,
    new_stack,
    only,
    reports,
    resources_of,
    statement_for,
    statements_of,
    template_of,
)

IMAGE = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/churn:1.4.2"


def file(scope: cdk.Stack, name: str = "analysis_config.json") -> hosting.S3File:
    return hosting.S3File(bucket=bucket(scope), key=f"churn/{name}")


def baseline(scope: cdk.Stack) -> hosting.MonitoringBaseline:
    return hosting.MonitoringBaseline(constraints=file(scope, "constraints.json"))


def quality(scope: cdk.Stack, id: str = "Quality", **arguments: Any) -> hosting.ModelQualityMonitor:
    return hosting.ModelQualityMonitor(
        scope,
        id,
        **{
            "data": captured(scope),
            "ground_truth": hosting.GroundTruth(bucket=bucket(scope), prefix="labels"),
            "problem_type": "Regression",
            "output": reports(scope),
            **arguments,
        },
    )


def bias(scope: cdk.Stack, **arguments: Any) -> hosting.BiasMonitor:
    place = bucket(scope)
    return hosting.BiasMonitor(
        scope,
        "Bias",
        **{
            "data": captured(scope),
            "ground_truth": hosting.GroundTruth(bucket=place, prefix="labels"),
            "analysis_config": hosting.S3File(bucket=place, key="churn/analysis_config.json"),
            "output": reports(scope),
            **arguments,
        },
    )


def explained(scope: cdk.Stack, **arguments: Any) -> hosting.ExplainabilityMonitor:
    return hosting.ExplainabilityMonitor(
        scope,
        "Explained",
        **{
            "data": captured(scope),
            "models": [model(scope)],
            "analysis_config": file(scope),
            "output": reports(scope),
            **arguments,
        },
    )


def custom(scope: cdk.Stack, **arguments: Any) -> hosting.CustomMonitor:
    return hosting.CustomMonitor(
        scope,
        "Custom",
        **{
            "data": captured(scope),
            "image": hosting.ContainerImage.from_uri(IMAGE),
            "output": reports(scope),
            **arguments,
        },
    )


KINDS: dict[str, Callable[[cdk.Stack], Any]] = {
    DATA_QUALITY: monitor,
    MODEL_QUALITY: quality,
    BIAS: bias,
    EXPLAINABILITY: explained,
}


# The schedule and its definition


@pytest.mark.parametrize("resource_type", KINDS)
def test_the_schedule_names_its_definition(stack: cdk.Stack, resource_type: str) -> None:
    made = KINDS[resource_type](stack)
    rendered = template_of(stack)
    (definition,) = resources_of(rendered, resource_type)
    said = only(rendered, SCHEDULE)["MonitoringScheduleConfig"]
    assert said["MonitoringJobDefinitionName"] == {"Fn::GetAtt": [definition, "JobDefinitionName"]}
    assert said["MonitoringType"] == resource_type.split("::")[2].removesuffix("JobDefinition")
    assert stack.resolve(made.job_definition_name) == said["MonitoringJobDefinitionName"]
    assert stack.resolve(made.job_definition_arn) == {"Ref": definition}


@pytest.mark.parametrize("resource_type", KINDS)
def test_a_definition_has_no_name_and_so_can_be_replaced(
    stack: cdk.Stack, resource_type: str
) -> None:
    KINDS[resource_type](stack)
    assert "JobDefinitionName" not in only(template_of(stack), resource_type)


def test_the_schedule_has_a_name_that_its_metrics_know(stack: cdk.Stack) -> None:
    made = monitor(stack)
    assert made.monitoring_schedule_name == "Stack-Monitor"
    assert only(template_of(stack), SCHEDULE)["MonitoringScheduleName"] == "Stack-Monitor"
    assert dict(made.metric("feature_non_null_age").dimensions or {}) == {
        "Endpoint": "Stack-Captured",
        "MonitoringSchedule": "Stack-Monitor",
    }


def test_the_definition_waits_for_the_endpoint(stack: cdk.Stack) -> None:
    monitor(stack)
    rendered = template_of(stack)
    (made,) = resources_of(rendered, ENDPOINT)
    source = only(rendered, DATA_QUALITY)["DataQualityJobInput"]["EndpointInput"]
    assert source["EndpointName"] == {"Fn::GetAtt": [made, "EndpointName"]}


def test_a_job_of_ones_own_is_part_of_its_schedule(stack: cdk.Stack) -> None:
    custom(stack, entrypoint=["/bin/look"], arguments=["--hard"])
    said = only(template_of(stack), SCHEDULE)["MonitoringScheduleConfig"]
    assert "MonitoringJobDefinitionName" not in said
    assert said["MonitoringJobDefinition"]["MonitoringAppSpecification"] == {
        "ImageUri": IMAGE,
        "ContainerEntrypoint": ["/bin/look"],
        "ContainerArguments": ["--hard"],
    }


def test_a_job_of_ones_own_takes_no_baseline_by_job(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="no baseline by the name of a job"):
        custom(stack, baseline=hosting.MonitoringBaseline(job_name="churn"))


@pytest.mark.parametrize("declare", [quality, bias, explained])
def test_statistics_are_for_data_quality(stack: cdk.Stack, declare: Callable[..., object]) -> None:
    found = hosting.MonitoringBaseline(
        statistics=hosting.S3File(bucket=reports(stack).bucket, key="s")
    )
    with pytest.raises(hosting.InvalidProps, match="compared with constraints alone"):
        declare(stack, baseline=found)


@pytest.mark.parametrize(
    ("schedule", "expression"),
    [
        (None, "cron(0 0 ? * * *)"),
        (hosting.MonitoringSchedule.hourly(), "cron(0 * ? * * *)"),
        (hosting.MonitoringSchedule.daily(hour=17), "cron(0 17 ? * * *)"),
        (hosting.MonitoringSchedule.every(2), "cron(0 0/2 ? * * *)"),
        (hosting.MonitoringSchedule.every(12, first_hour=17), "cron(0 17/12 ? * * *)"),
    ],
)
def test_when_jobs_run(
    stack: cdk.Stack, schedule: hosting.MonitoringSchedule | None, expression: str
) -> None:
    monitor(stack, schedule=schedule)
    said = only(template_of(stack), SCHEDULE)["MonitoringScheduleConfig"]["ScheduleConfig"]
    assert said == {"ScheduleExpression": expression}


@pytest.mark.parametrize(
    ("schedule", "window"),
    [
        (hosting.MonitoringSchedule.now(start=Duration.hours(5)), ("NOW", "-PT5H", "-PT0H")),
        (
            hosting.MonitoringSchedule.now(start=Duration.days(1), end=Duration.minutes(90)),
            ("NOW", "-P1D", "-PT90M"),
        ),
        (
            hosting.MonitoringSchedule.hourly().analyzing(
                start=Duration.hours(25), end=Duration.hours(2)
            ),
            ("cron(0 * ? * * *)", "-PT25H", "-PT2H"),
        ),
    ],
)
def test_what_jobs_look_back_at(
    schedule: hosting.MonitoringSchedule, window: tuple[str, str, str]
) -> None:
    assert tuple(schedule.render().values()) == window


@pytest.mark.parametrize(
    ("schedule", "monitors", "seconds"),
    [
        (hosting.MonitoringSchedule.hourly(), monitor, 3600),
        (hosting.MonitoringSchedule.hourly(), quality, 1800),
        (hosting.MonitoringSchedule.hourly(), bias, 1800),
        (hosting.MonitoringSchedule.hourly(), explained, 3600),
        (hosting.MonitoringSchedule.daily(), quality, 3600),
        (hosting.MonitoringSchedule.now(start=Duration.hours(1)), quality, 1800),
    ],
)
def test_how_long_a_job_may_run(
    stack: cdk.Stack,
    schedule: hosting.MonitoringSchedule,
    monitors: Callable[..., object],
    seconds: int,
) -> None:
    monitors(stack, schedule=schedule)
    (definition,) = (
        resource["Properties"]
        for resource in template_of(stack)["Resources"].values()
        if resource["Type"].endswith("JobDefinition")
    )
    assert definition["StoppingCondition"] == {"MaxRuntimeInSeconds": seconds}


def test_offsets_wait_for_late_labels(stack: cdk.Stack) -> None:
    quality(stack, start_offset=Duration.days(8), end_offset=Duration.days(1))
    source = only(template_of(stack), MODEL_QUALITY)["ModelQualityJobInput"]["EndpointInput"]
    assert (source["StartTimeOffset"], source["EndTimeOffset"]) == ("-P8D", "-P1D")


# Images


@pytest.mark.parametrize(
    ("region", "declare", "resource_type", "image"),
    [
        (
            "eu-west-1",
            monitor,
            DATA_QUALITY,
            "468650794304.dkr.ecr.eu-west-1.{AWS::URLSuffix}/sagemaker-model-monitor-analyzer",
        ),
        (
            "us-east-1",
            bias,
            BIAS,
            "205585389593.dkr.ecr.us-east-1.{AWS::URLSuffix}/sagemaker-clarify-processing:1.0",
        ),
    ],
)
def test_the_image_of_the_region(
    region: str, declare: Callable[[cdk.Stack], object], resource_type: str, image: str
) -> None:
    stack = new_stack(env=cdk.Environment(account="111111111111", region=region))
    declare(stack)
    (properties,) = [
        value
        for name, value in only(template_of(stack), resource_type).items()
        if name.endswith("AppSpecification")
    ]
    assert flat(properties["ImageUri"]) == image


@pytest.mark.parametrize("declare", [monitor, bias])
def test_a_region_that_no_table_has(declare: Callable[..., object]) -> None:
    place = cdk.Environment(account="111111111111", region="ap-southeast-7")
    with pytest.raises(hosting.InvalidProps, match=r"is known in ap-southeast-7") as caught:
        declare(new_stack(env=place))
    assert caught.value.fix is not None
    assert "image_account=" in caught.value.fix


def test_a_region_that_no_table_has_takes_an_account() -> None:
    place = cdk.Environment(account="111111111111", region="ap-southeast-7")
    # The CDK knows of no monitors there either, so its validation is left out.
    stack = new_stack(env=place, app=new_app(context={}, rules=False))
    monitor(stack, image_account="222222222222")
    said = only(template_of(stack), DATA_QUALITY)["DataQualityAppSpecification"]["ImageUri"]
    assert flat(said).startswith("222222222222.dkr.ecr.ap-southeast-7.")


def test_a_stack_without_a_region_gets_a_mapping() -> None:
    stack = new_stack(env=None)
    made = captured(stack)
    monitor(stack, data=made)
    monitor(stack, "Other", data=made)
    rendered = template_of(stack)
    (mapping,) = rendered["Mappings"].values()
    assert {region: entry["Account"] for region, entry in mapping.items()} == dict(
        monitor_image("analyzer").accounts
    )
    for definition in resources_of(rendered, DATA_QUALITY).values():
        image = definition["Properties"]["DataQualityAppSpecification"]["ImageUri"]
        assert "Fn::FindInMap" in str(image)


def test_the_images_of_aws_need_no_permission(stack: cdk.Stack) -> None:
    monitor(stack)
    assert not [one for one in statements_of(template_of(stack)) if "ecr:" in str(one["Action"])]


def test_an_image_of_ones_own_does(stack: cdk.Stack) -> None:
    custom(stack)
    statement = statement_for(template_of(stack), "ecr:BatchGetImage")
    assert listed(statement["Resource"]) == ["arn:aws:ecr:eu-west-1:111111111111:repository/churn"]


# Permissions


def statements_by_action(stack: cdk.Stack) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for statement in statements_of(template_of(stack)):
        for action in listed(statement["Action"]):
            found.setdefault(action, []).extend(map(flat, listed(statement["Resource"])))
    return found


def test_jobs_read_what_their_endpoint_captured_and_no_other(stack: cdk.Stack) -> None:
    monitor(stack)
    allowed = statements_by_action(stack)
    assert allowed["s3:GetObject"] == ["arn:aws:s3:::captures/churn/Stack-Captured/*"]
    assert allowed["s3:PutObject"] == ["arn:aws:s3:::reports/model-monitor/*"]


def test_jobs_read_each_file_that_they_are_told_of(stack: cdk.Stack) -> None:
    key = kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:111111111111:key/k")
    script = hosting.S3File(bucket=bucket(stack), key="script.py", encryption_key=key)
    monitor(stack, record_preprocessor=script, post_analytics_processor=script)
    allowed = statements_by_action(stack)
    assert allowed["s3:GetObject"][1:] == ["arn:aws:s3:::models/script.py"]
    assert allowed["kms:Decrypt"] == [key.key_arn]


def test_merged_labels_are_read_again(stack: cdk.Stack) -> None:
    quality(stack)
    assert statements_by_action(stack)["s3:GetObject"] == [
        "arn:aws:s3:::captures/churn/Stack-Captured/*",
        "arn:aws:s3:::models/labels/*",
        "arn:aws:s3:::reports/model-monitor/*",
    ]


def test_attributions_need_an_endpoint_of_their_own_with_the_model(stack: cdk.Stack) -> None:
    explained(stack, shadow_endpoint_prefix="shadow")
    rendered = template_of(stack)
    described = statement_for(rendered, "sagemaker:DescribeModel")["Resource"]
    assert [flat(one) for one in listed(described)] == ["{Model0301700E}"]
    started = statement_for(rendered, "sagemaker:CreateEndpoint")["Resource"]
    assert [one.rpartition(":")[2] for one in started] == [
        "endpoint-config/shadow*",
        "endpoint/shadow*",
    ]


def test_the_arn_of_an_imported_model_is_in_lower_case(stack: cdk.Stack) -> None:
    explained(stack, models=[hosting.Model.from_model_name(stack, "I", "Churn-1")])
    described = statement_for(template_of(stack), "sagemaker:DescribeModel")["Resource"]
    assert described == "arn:aws:sagemaker:eu-west-1:111111111111:model/churn-1"


def test_metrics_are_published_in_namespaces_of_sagemaker_alone(stack: cdk.Stack) -> None:
    monitor(stack)
    statement = statement_for(template_of(stack), "cloudwatch:PutMetricData")
    assert statement["Condition"] == {
        "StringLike": {"cloudwatch:namespace": ["aws/sagemaker/*", "/aws/sagemaker/*"]}
    }


def test_encrypted_volumes_need_their_key(stack: cdk.Stack) -> None:
    key = kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:111111111111:key/k")
    monitor(stack, cluster=hosting.MonitoringCluster(encryption_key=key))
    assert statements_by_action(stack)["kms:CreateGrant"] == [key.key_arn]


def test_a_given_role_is_granted_what_the_jobs_need(stack: cdk.Stack) -> None:
    given = iam.Role(stack, "Given", assumed_by=iam.ServicePrincipal("sagemaker.amazonaws.com"))
    made = monitor(stack, role=given)
    rendered = template_of(stack)
    (policy,) = resources_of(rendered, "AWS::IAM::Policy")
    (schedule,) = resources_of(rendered, SCHEDULE).values()
    assert policy in schedule["DependsOn"]
    assert not made.owns_role
    assert statement_for(rendered, "s3:PutObject")


def test_the_schedule_waits_for_what_is_granted_later(stack: cdk.Stack) -> None:
    made = monitor(stack)
    s3.Bucket(stack, "Baselines").grant_read(made)
    rendered = template_of(stack)
    (policy,) = resources_of(rendered, "AWS::IAM::Policy")
    (schedule,) = resources_of(rendered, SCHEDULE).values()
    assert policy in schedule["DependsOn"]


# Network


def test_jobs_in_a_vpc(stack: cdk.Stack) -> None:
    vpc = ec2.Vpc(stack, "Vpc")
    made = monitor(stack, network=hosting.MonitoringNetwork(vpc=vpc))
    made.connections.allow_to_any_ipv4(ec2.Port.tcp(443))
    rendered = template_of(stack)
    network = only(rendered, DATA_QUALITY)["NetworkConfig"]
    assert list(network) == ["VpcConfig"]
    assert statement_for(rendered, "ec2:CreateNetworkInterface")
    (schedule,) = resources_of(rendered, SCHEDULE).values()
    assert [one for one in schedule["DependsOn"] if "Route" in one]


def test_jobs_without_any_network(stack: cdk.Stack) -> None:
    monitor(stack, network=hosting.MonitoringNetwork(network_isolation=True))
    network = only(template_of(stack), DATA_QUALITY)["NetworkConfig"]
    assert network == {"EnableNetworkIsolation": True}


def test_no_network_is_said_where_nothing_is(stack: cdk.Stack) -> None:
    monitor(stack)
    assert "NetworkConfig" not in only(template_of(stack), DATA_QUALITY)


# What is looked at


def test_an_imported_endpoint_says_where_it_captures(stack: cdk.Stack) -> None:
    imported = hosting.RealTimeEndpoint.from_endpoint_name(stack, "I", "churn")
    capture = hosting.DataCapture(bucket=bucket(stack), prefix="")
    monitor(stack, data=hosting.MonitoredData.of_endpoint(imported, data_capture=capture))
    assert statements_by_action(stack)["s3:GetObject"] == ["arn:aws:s3:::models/churn/*"]
    source = only(template_of(stack), DATA_QUALITY)["DataQualityJobInput"]["EndpointInput"]
    assert source["EndpointName"] == "churn"


def test_an_endpoint_of_inference_components_is_monitored_too(stack: cdk.Stack) -> None:
    shared = hosting.InferenceComponentEndpoint(
        stack,
        "Shared",
        instance_type="ml.g5.xlarge",
        data_capture=hosting.DataCapture(bucket=bucket(stack)),
    )
    monitor(stack, data=hosting.MonitoredData.of_endpoint(shared))
    assert (
        "arn:aws:s3:::models/data-capture/Stack-Shared/*"
        in statements_by_action(stack)["s3:GetObject"]
    )


def test_batch_transform_jobs_have_no_endpoint(stack: cdk.Stack) -> None:
    data = hosting.MonitoredData.of_batch_transform(
        bucket(stack), "captured", dataset_format=hosting.DatasetFormat.json(lines=False)
    )
    made = monitor(stack, data=data)
    metric = made.metric("feature_non_null_age")
    assert metric.namespace == "aws/sagemaker/ModelMonitoring/data-metrics"
    assert dict(metric.dimensions or {}) == {"MonitoringSchedule": "Stack-Monitor"}
    source = only(template_of(stack), DATA_QUALITY)["DataQualityJobInput"]
    assert source["BatchTransformInput"]["DatasetFormat"] == {"Json": {"Line": False}}


# Capture


def test_capture_can_be_switched_off_and_keeps_its_place(stack: cdk.Stack) -> None:
    made = model(stack)
    capture = hosting.DataCapture(bucket=bucket(stack), enabled=False)
    endpoint(stack, model=made, data_capture=capture)
    rendered = template_of(stack)
    assert only(rendered, CONFIG)["DataCaptureConfig"]["EnableCapture"] is False
    assert statement_for(rendered, "s3:PutObject")


def test_somebody_may_read_what_is_captured(stack: cdk.Stack) -> None:
    key = kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:111111111111:key/k")
    capture = hosting.DataCapture(bucket=bucket(stack), prefix="churn", encryption_key=key)
    capture.grant_read(caller(stack))
    allowed = statements_by_action(stack)
    assert allowed == {
        "s3:GetObject": ["arn:aws:s3:::models/churn/*"],
        "s3:ListBucket": ["arn:aws:s3:::models"],
        "kms:Decrypt": [key.key_arn],
    }


# Alarms


def metrics_of(alarm: dict[str, Any]) -> list[dict[str, Any]]:
    return [query["MetricStat"]["Metric"] for query in alarm["Metrics"] if "MetricStat" in query]


def test_drift_of_a_feature_is_watched_with_and_without_its_dimension(stack: cdk.Stack) -> None:
    made = monitor(stack, baseline=baseline(stack))
    made.drift_alarm(feature="age", above=0.2)
    alarm = only(template_of(stack), ALARM)
    assert [metric["MetricName"] for metric in metrics_of(alarm)] == [
        "feature_baseline_drift_age"
    ] * 2
    assert [
        [dimension["Name"] for dimension in metric["Dimensions"]] for metric in metrics_of(alarm)
    ] == [["Endpoint", "MonitoringSchedule"], ["Endpoint", "Feature", "MonitoringSchedule"]]
    assert alarm["Threshold"] == 0.2


@pytest.mark.parametrize(
    ("schedule", "period"),
    [
        (hosting.MonitoringSchedule.hourly(), 3600),
        (hosting.MonitoringSchedule.every(6), 21600),
        (hosting.MonitoringSchedule.daily(), 86400),
        (hosting.MonitoringSchedule.now(start=Duration.hours(1)), 3600),
    ],
)
def test_an_alarm_looks_at_one_job_and_keeps_its_state_until_the_next(
    stack: cdk.Stack, schedule: hosting.MonitoringSchedule, period: int
) -> None:
    quality(stack, schedule=schedule).drift_alarm("rmse", above=3)
    alarm = only(template_of(stack), ALARM)
    assert alarm["Period"] == period
    assert (alarm["EvaluationPeriods"], alarm["DatapointsToAlarm"]) == (1, 1)
    assert alarm["TreatMissingData"] == "ignore"


def test_an_alarm_may_take_several_jobs(stack: cdk.Stack) -> None:
    timing = hosting.AlarmTiming(evaluation_periods=3, datapoints_to_alarm=2)
    quality(stack, schedule=hosting.MonitoringSchedule.every(2)).drift_alarm(
        "r2", below=0.7, timing=timing
    )
    alarm = only(template_of(stack), ALARM)
    assert (alarm["Period"], alarm["EvaluationPeriods"]) == (7200, 3)
    assert alarm["ComparisonOperator"] == "LessThanThreshold"


def test_somebody_is_told(stack: cdk.Stack) -> None:
    topic = sns.Topic(stack, "Topic", enforce_ssl=True)
    quality(stack, alarm_topics=[topic]).drift_alarm("rmse", above=3)
    rendered = template_of(stack)
    assert only(rendered, ALARM)["AlarmActions"] == [stack.resolve({"Ref": _topic(rendered)})]


def _topic(rendered: dict[str, Any]) -> str:
    (topic,) = resources_of(rendered, "AWS::SNS::Topic")
    return topic


def test_the_dimensions_of_a_group(stack: cdk.Stack) -> None:
    group = {"label": "churned", "label_value": "1", "facet": "age", "facet_value": "40"}
    made = bias(stack)
    stages = {
        name: (made.metric_bias(name, **group).dimensions or {})["BiasStage"]
        for name in ("CI", "DPL", "DPPL", "DI")
    }
    assert stages == {
        "CI": "Pre-training",
        "DPL": "Pre-training",
        "DPPL": "Post-Training",
        "DI": "Post-Training",
    }
    metric = made.metric_bias("CI", **group, stage="Post-Training")
    assert metric.metric_name == "bias_metric_CI"
    assert metric.namespace == "aws/sagemaker/Endpoints/bias-metrics"
    assert dict(metric.dimensions or {}) == {
        "Endpoint": "Stack-Captured",
        "MonitoringSchedule": "Stack-Bias",
        "BiasStage": "Post-Training",
        "Label": "churned",
        "LabelValue": "1",
        "Facet": "age",
        "FacetValue": "40",
    }


def test_the_dimensions_of_an_attribution(stack: cdk.Stack) -> None:
    metric = explained(stack).metric_attribution("age", label="churned")
    assert metric.namespace == "aws/sagemaker/Endpoints/explainability-metrics"
    assert metric.metric_name == "feature_age"
    assert dict(metric.dimensions or {}) == {
        "Endpoint": "Stack-Captured",
        "MonitoringSchedule": "Stack-Explained",
        "ExplainabilityMethod": "KernelShap",
        "Label": "churned",
        "ValueType": "GlobalShapValues",
    }


def test_a_container_of_ones_own_chooses_its_metrics(stack: cdk.Stack) -> None:
    custom(stack).drift_alarm(
        "distinct", below=4, dimensions={"Slot": "2"}, namespace="Churn", id="Distinct"
    )
    alarm = only(template_of(stack), ALARM)
    assert alarm["Namespace"] == "Churn"
    assert [one["Name"] for one in alarm["Dimensions"]] == [
        "Endpoint",
        "MonitoringSchedule",
        "Slot",
    ]


def test_a_metric_of_another_kind_of_problem_is_refused(stack: cdk.Stack) -> None:
    made = quality(stack, problem_type="BinaryClassification")
    with pytest.raises(
        hosting.InvalidProps, match="rmse is not computed for BinaryClass"
    ) as caught:
        made.drift_alarm("rmse", above=3)
    assert "f1" in str(caught.value.fix)
    made.drift_alarm("a_metric_of_the_future", above=3)


@pytest.mark.parametrize("limits", [{}, {"above": 1, "below": 0}])
def test_an_alarm_has_one_threshold(stack: cdk.Stack, limits: dict[str, float]) -> None:
    with pytest.raises(hosting.InvalidProps, match="exactly one of above and below"):
        quality(stack).drift_alarm("rmse", **limits)


def test_two_alarms_need_two_ids(stack: cdk.Stack) -> None:
    made = quality(stack)
    made.drift_alarm("r2", above=2)
    with pytest.raises(hosting.InvalidProps, match="has an alarm 'Drift-r2' already"):
        made.drift_alarm("r2", below=0)
    made.drift_alarm("r2", below=0, id="Worse")


def test_zero_is_a_threshold(stack: cdk.Stack) -> None:
    quality(stack).drift_alarm("r2", below=0)
    assert only(template_of(stack), ALARM)["Threshold"] == 0


def test_names_of_features_make_ids(stack: cdk.Stack) -> None:
    alarm = monitor(stack, baseline=baseline(stack)).drift_alarm(feature="a/b c", above=0)
    assert alarm.node.id == "Drift-a_b_c"


@pytest.mark.parametrize("name", ["monitors", "batch_monitors"])
def test_every_alarm_watches_where_its_jobs_publish(name: str) -> None:
    rendered = template(name)
    schedules = {
        resource["Properties"]["MonitoringScheduleName"]
        for resource in resources_of(rendered, SCHEDULE).values()
    }
    place = "Endpoints" if name == "monitors" else "ModelMonitoring"
    seen = 0
    for resource in resources_of(rendered, ALARM).values():
        properties = resource["Properties"]
        if properties["TreatMissingData"] != "ignore":
            continue  # one of the endpoint's
        for metric in metrics_of(properties) if "Metrics" in properties else [properties]:
            dimensions = {each["Name"]: each["Value"] for each in metric["Dimensions"]}
            assert dimensions["MonitoringSchedule"] in schedules
            assert ("Endpoint" in dimensions) == (name == "monitors")
            assert metric["Namespace"].startswith(f"aws/sagemaker/{place}/")
            seen += 1
    assert seen == {"monitors": 7, "batch_monitors": 3}[name]


def test_metrics_can_be_switched_off(stack: cdk.Stack) -> None:
    monitor(stack, publish_metrics=False)
    said = only(template_of(stack), DATA_QUALITY)["DataQualityAppSpecification"]
    assert said["Environment"] == {"publish_cloudwatch_metrics": "Disabled"}


def test_a_monitor_in_a_stack_of_its_own_names_the_endpoint_alone() -> None:
    """A configuration or a model in an export could not be replaced any more."""
    app = new_app()
    hosted, watching = new_stack("Hosted", app=app), new_stack("Watching", app=app)
    monitor(watching, data=captured(hosted))
    template_of(watching)
    assert [each["Value"] for each in template_of(hosted)["Outputs"].values()] == [
        {"Fn::GetAtt": [next(iter(resources_of(template_of(hosted), ENDPOINT))), "EndpointName"]}
    ]


def test_a_model_of_another_region_is_refused() -> None:
    app = new_app()
    far = new_stack("Far", env=cdk.Environment(account="111111111111", region="us-east-1"), app=app)
    here = new_stack(app=app)
    with pytest.raises(hosting.InvalidProps, match="the model is in Region us-east-1"):
        explained(here, models=[model(far)])


# Monitors of others.


@pytest.mark.parametrize("of_endpoint", [True, False])
@pytest.mark.parametrize(
    ("owned", "kind", "metric"),
    [
        (
            monitor,
            hosting.DataQualityMonitor,
            lambda one: one.metric_baseline_drift("age").using_metrics["plain"],
        ),
        (quality, hosting.ModelQualityMonitor, lambda one: one.metric("rmse")),
        (
            bias,
            hosting.BiasMonitor,
            lambda one: one.metric_bias(
                "DPPL", label="churned", label_value="1", facet="age", facet_value="40"
            ),
        ),
        (explained, hosting.ExplainabilityMonitor, lambda one: one.metric_attribution("age")),
        (custom, hosting.CustomMonitor, lambda one: one.metric("distinct")),
    ],
)
def test_an_imported_monitor_has_the_metrics_of_an_owned_one(
    stack: cdk.Stack,
    owned: Callable[..., hosting.MonitorBase],
    kind: Any,
    metric: Callable[[Any], Any],
    of_endpoint: bool,
) -> None:
    place = s3.Bucket.from_bucket_name(stack, "Captures", "captures")
    source = hosting.RealTimeEndpoint.from_endpoint_name(stack, "Source", "churn")
    capture = hosting.DataCapture(bucket=place)
    data = (
        hosting.MonitoredData.of_endpoint(source, data_capture=capture)
        if of_endpoint
        else hosting.MonitoredData.of_batch_transform(
            place, "captured", dataset_format=hosting.DatasetFormat.json()
        )
    )
    mine = owned(stack, data=data, schedule=hosting.MonitoringSchedule.every(6))
    theirs = kind.from_monitoring_schedule_name(
        stack,
        "Theirs",
        mine.monitoring_schedule_name,
        endpoint=source if of_endpoint else None,
        schedule=hosting.MonitoringSchedule.every(6),
    )
    told = [
        (one.namespace, one.metric_name, one.dimensions, one.statistic, one.period.to_seconds())
        for one in (metric(theirs), metric(mine))
    ]
    assert told[0] == told[1]


def test_an_imported_monitor_has_alarms(stack: cdk.Stack) -> None:
    topic = sns.Topic.from_topic_arn(stack, "Topic", "arn:aws:sns:eu-west-1:111111111111:drift")
    theirs = hosting.ModelQualityMonitor.from_monitoring_schedule_name(
        stack, "Theirs", "Churn-Quality", alarm_topics=[topic]
    )
    theirs.drift_alarm("f1", below=0.8)  # what it predicts is not known
    alarm = only(template_of(stack), ALARM)
    assert alarm["AlarmActions"] == ["arn:aws:sns:eu-west-1:111111111111:drift"]
    assert alarm["Period"] == 86400
    assert alarm["Dimensions"] == [{"Name": "MonitoringSchedule", "Value": "Churn-Quality"}]
    assert "monitoring-schedule/churn-quality" in flat(
        stack.resolve(theirs.monitoring_schedule_arn)
    )


def test_an_imported_baseline_is_taken_for_granted(stack: cdk.Stack) -> None:
    theirs = hosting.DataQualityMonitor.from_monitoring_schedule_name(stack, "Theirs", "churn")
    theirs.drift_alarm(feature="age", above=0.1)
    assert len(resources_of(template_of(stack), ALARM)) == 1
