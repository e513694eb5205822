"""What a refusal tells: where, what with which value, how to mend it, and who says so."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from datetime import datetime, time
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import Duration, Size
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting
from tests.cdk.support import (
    bucket,
    captured,
    config,
    endpoint,
    imported_model,
    model,
    monitor,
    new_app,
    new_stack,
    reports,
    repository,
    variant,
)

Declare = Callable[[cdk.Stack], object]
BASE = hosting.Scaling(min_capacity=1, max_capacity=4)
ALARM = hosting.RollbackAlarm
KEY_ARN = "arn:aws:kms:eu-west-1:111111111111:key/00000000-0000-0000-0000-000000000000"
URI = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/churn:1.4.2"

# One refusal for each way of saying no, by what is refused.
REFUSALS: dict[str, Declare] = {
    "defaults after the fact": lambda s: (endpoint(s, "X"), _defaults(s)),
    "defaults twice": lambda s: (_defaults(s), _defaults(s)),
    "default enforced": lambda s: (_defaults(s), endpoint(s, "X", endpoint_name="mine")),
    "default list": lambda s: hosting.Defaults(allowed_instance_types="ml.m5.large"),
    "default message": lambda s: hosting.Defaults(name_prefix="a-").enforced(message=""),
    "default unknown": lambda s: hosting.HostingDefaults.of(s).value_of("nothing"),
    "log retention": lambda s: hosting.ContainerLogs(retention=Duration.days(31)),
    "off-hours of one instance": lambda s: endpoint(s, "X", off_hours=_nights()),
    "off-hours at no time": lambda s: hosting.OffHours(starts=time(7), stops=time(7)),
    "expiry without a zone": lambda s: hosting.Expiry(at=datetime.fromisoformat("2030-01-31")),
    "image without version": lambda s: hosting.ContainerImage.from_ecr(repository(s)),
    "image tag latest": lambda s: hosting.ContainerImage.from_ecr(repository(s), tag="latest"),
    "image tag malformed": lambda s: hosting.ContainerImage.from_ecr(repository(s), tag="a/b"),
    "image digest": lambda s: hosting.ContainerImage.from_ecr(repository(s), digest="x"),
    "image elsewhere": lambda s: hosting.ContainerImage.from_uri("python:3.11"),
    "image unknown": lambda s: hosting.ContainerImage.from_uri(cdk.Fn.import_value("x")),
    "image architecture": lambda s: hosting.ContainerImage.from_asset(".", architecture="x"),
    "data key": lambda s: hosting.ModelData.from_s3(bucket(s), "model/"),
    "data directory": lambda s: hosting.ModelData.from_directory("/nowhere"),
    "data file": lambda s: hosting.ModelData.from_file("/nowhere/model.tar.gz"),
    "model of nothing": lambda s: hosting.Model(s, "X"),
    "model package": lambda s: hosting.Model(s, "X", package_arn="churn"),
    "model in no network": lambda s: model(s, "X", security_groups=[]),
    "model in public": lambda s: model(
        s,
        "X",
        vpc=ec2.Vpc(s, "Vpc"),
        vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
    ),
    "model environment": lambda s: model(s, "X", environment={"1": ""}),
    "model without connections": lambda s: model(s, "X").connections,
    "variant type": lambda s: variant(s, instance_type="m5.large"),
    "variant count": lambda s: variant(s, initial_instance_count=0),
    "variant name": lambda s: variant(s, variant_name="a_b"),
    "variant timeout": lambda s: variant(s, model_data_download_timeout=Duration.millis(1500)),
    "variant volume": lambda s: variant(s, volume_size=cdk.Size.mebibytes(1)),
    "variant without type": lambda s: variant(s, instance_type=None),
    "variant of a number": lambda s: variant(s, volume_size=64),
    "core dump prefix": lambda s: hosting.CoreDump(bucket=bucket(s), prefix="/dumps"),
    "metric frequency": lambda s: hosting.MetricsConfig(publish_frequency=Duration.seconds(7)),
    "scale-in in seconds": lambda s: _managed(Duration.seconds(90)),
    "scale-in in numbers": lambda s: _managed(30),
    "config in no network": lambda s: config(s, "X", security_groups=[]),
    "config without connections": lambda s: config(s, "X").connections,
    "serverless size": lambda s: hosting.ServerlessVariant(
        model=imported_model(s), memory_size=2048, max_concurrency=1
    ),
    "shadow share": lambda s: _shadow(s, sampling_percentage=101),
    "shadow type": lambda s: _shadow(s, instance_type="ml.inf1.xlarge"),
    "config of a shadow alone": lambda s: config(s, "X", variants=[], shadow_variant=_shadow(s)),
    "config of a shadow that is none": lambda s: config(s, "X", shadow_variant="churn"),
    "config of a shadow beside two": lambda s: config(
        s, "X", variants=[variant(s, "A"), variant(s, "B")], shadow_variant=_shadow(s)
    ),
    "config of a share that nobody knows": lambda s: config(
        s, "X", shadow_variant=_shadow(s, sampling_percentage=cdk.Token.as_number({"Ref": "S"}))
    ),
    "shadow schedule": lambda s: hosting.ShadowTestSchedule(end="tomorrow"),
    "shadow storage": lambda s: hosting.ShadowTestDataStorage(bucket=bucket(s), prefix="/a"),
    "shadow test variant": lambda s: hosting.ShadowTestVariant(
        model="churn", instance_type="ml.m5.large"
    ),
    "endpoint of a shadow test": lambda s: _shadow_test(s, endpoint="churn"),
    "endpoint of an unknown shadow test": lambda s: _shadow_test(
        s, endpoint=hosting.Endpoint.from_endpoint_name(s, "E", "e")
    ),
    "endpoint of a shadow test at nobody": lambda s: _shadow_test(
        s,
        endpoint=hosting.Endpoint.from_endpoint_name(s, "E", "e", variant_names=["A"]),
        production=_side(s, "B"),
    ),
    "endpoint of a shadow test by name": lambda s: _shadow_test(s, shadow_test_name="a_b"),
    "endpoint of a shadow test of nothing": lambda s: _shadow_test(s, sampling_percentage=0),
    "import of a shadow test": lambda s: hosting.ShadowTest.from_shadow_test_arn(s, "X", "arn:a"),
    "SHAP baseline of nothing": lambda s: hosting.ShapBaseline(),
    "SHAP baseline key": lambda s: hosting.ShapBaseline.from_s3(bucket(s), "/b.csv"),
    "explainer expression": lambda s: hosting.ClarifyExplainer(
        shap=hosting.ClarifyShap(baseline=hosting.ShapBaseline.inline("1,2,3")),
        enable_explanations="true",
    ),
    "explainer payload": lambda s: hosting.ClarifyExplainer(
        shap=hosting.ClarifyShap(baseline=hosting.ShapBaseline.inline("1,2,3")),
        inference=hosting.ClarifyInference(max_payload=Size.mebibytes(26)),
    ),
    "async prefix": lambda s: hosting.AsyncInference(output_bucket=bucket(s), output_prefix="/a"),
    "component batch": lambda s: hosting.ComponentRollout(
        max_batch_size=hosting.Capacity.percent(60)
    ),
    "component specification of nothing": lambda s: hosting.ComponentSpecification(
        requirements=hosting.ComputeRequirements(min_memory=Size.gibibytes(1))
    ),
    "component memory": lambda s: hosting.ComponentSpecification(
        model=imported_model(s),
        requirements=hosting.ComputeRequirements(min_memory=Size.mebibytes(127)),
    ),
    "component copies": lambda s: hosting.CopyScaling(min_capacity=2, max_capacity=1),
    "endpoint of components without a type": lambda s: hosting.InferenceComponentEndpoint(s, "X"),
    "async notifications": lambda s: hosting.AsyncNotifications(),
    "health alarm share": lambda s: hosting.HealthAlarm.concurrency(above=90),
    "endpoint alarm": lambda s: endpoint(s, "X", alarms=[ALARM.error_rate(above=0.1)]),
    "endpoint alarm twice": lambda s: endpoint(
        s, "X", alarms=[hosting.HealthAlarm.error_rate(), hosting.HealthAlarm.error_rate()]
    ),
    "endpoint alarm of another kind": lambda s: endpoint(
        s, "X", alarms=[hosting.HealthAlarm.spillover()]
    ),
    "endpoint alarm on what is not provisioned": lambda s: hosting.ServerlessEndpoint(
        s,
        "X",
        model=imported_model(s),
        memory_size=Size.gibibytes(2),
        max_concurrency=5,
        alarms=[hosting.HealthAlarm.spillover()],
    ),
    "endpoint alarms of a retained rollout": lambda s: endpoint(
        s, "X", rollout=hosting.Rollout.retained(), rollback_on=[ALARM.error_rate(above=0.1)]
    ),
    "capture percentage": lambda s: hosting.DataCapture(bucket=bucket(s), sampling_percentage=101),
    "config of nothing": lambda s: config(s, "X", variants=[]),
    "config of twins": lambda s: config(s, "X", variants=[_twin(s, "1"), _twin(s, "2")]),
    "endpoint name": lambda s: endpoint(s, "X", endpoint_name="a_b"),
    "endpoint type": lambda s: endpoint(s, "X", instance_type=None),
    "endpoint of both": lambda s: endpoint(
        s, "X", variants=[variant(s)], instance_type="ml.m5.large"
    ),
    "endpoint of two models": lambda s: endpoint(s, "X", environment={"A": "1"}),
    "endpoint imported": lambda s: hosting.Endpoint.from_endpoint_attributes(s, "X"),
    "endpoint scaling at large": lambda s: endpoint(
        s, "X", variants=[variant(s, "A"), variant(s, "B")], scaling=BASE
    ),
    "endpoint scaling elsewhere": lambda s: endpoint(s, "X", scaling={"B": BASE}),
    "endpoint scaled twice": lambda s: endpoint(s, "X", scaling=BASE).scale_variant(BASE),
    "endpoint metric": lambda s: hosting.Endpoint.from_endpoint_name(s, "X", "e").metric("A"),
    "import by a wrong ARN": lambda s: hosting.Endpoint.from_endpoint_arn(s, "X", "arn:aws:s3:::b"),
    "model by a wrong ARN": lambda s: hosting.Model.from_model_arn(s, "X", "arn:aws:s3:::b"),
    "import by a wrong name": lambda s: hosting.Endpoint.from_endpoint_name(s, "X", "a_b"),
    "metric of no variant": lambda s: endpoint(s, "X").metric_invocations(variant_name="nope"),
    "variant of no model": lambda s: hosting.InstanceVariant(
        model="churn", instance_type="ml.m5.large"
    ),
    "bake in seconds": lambda s: hosting.Rollout.canary(bake=600),
    "canary without unit": lambda s: hosting.Rollout.canary(size=10),
    "rollout by name": lambda s: endpoint(s, "X", rollout="canary"),
    "alarms not in a list": lambda s: endpoint(s, "X", rollback_on=ALARM.error_rate(above=0.1)),
    "alarm in milliseconds": lambda s: ALARM.p99_latency(above=200),
    "step below the threshold": lambda s: BASE.step_on(
        "CPUUtilization", above=5, steps=[hosting.ScalingStep(upper=0, change=1)]
    ),
    "step in the wrong direction": lambda s: BASE.step_on(
        "CPUUtilization", below=5, steps=[hosting.ScalingStep(upper=0, change=1)]
    ),
    "step on no periods": lambda s: BASE.step_on(
        "CPUUtilization",
        above=5,
        steps=[hosting.ScalingStep(lower=0, change=1)],
        evaluation_periods=0,
    ),
    "metric of another Region": lambda s: endpoint(
        s,
        "X",
        scaling=BASE.track_metric(
            cloudwatch.Metric(namespace="N", metric_name="M", region="us-east-1"), target=1
        ),
    ),
    "dashboard of nothing": lambda s: hosting.EndpointDashboard(s, "D"),
    "dashboard of unknown variants": lambda s: hosting.EndpointDashboard(
        s, "D", endpoints=[hosting.Endpoint.from_endpoint_name(s, "X", "churn")]
    ),
    "dashboard name": lambda s: hosting.EndpointDashboard(
        s, "D", endpoints=[endpoint(s, "X")], dashboard_name="a b"
    ),
    "dashboard of something else": lambda s: hosting.EndpointDashboard(
        s, "D", endpoints=[imported_model(s)]
    ),
    "dashboard without percentiles": lambda s: hosting.EndpointDashboard(
        s, "D", endpoints=[endpoint(s, "X")], percentiles=[]
    ),
    "dashboard percentile": lambda s: hosting.EndpointDashboard(
        s, "D", endpoints=[endpoint(s, "X")], percentiles=["p100.5.5"]
    ),
    "transform of too much": lambda s: hosting.BatchTransform(
        s,
        "X",
        model=imported_model(s),
        input=hosting.TransformInput.from_prefix(bucket(s), "in/"),
        output=hosting.TransformOutput(bucket=s3.Bucket.from_bucket_name(s, "Out", "out")),
        instance_type="ml.m5.large",
        max_payload=Size.mebibytes(101),
    ),
    "transform input": lambda s: hosting.TransformInput.from_prefix(bucket(s), "/in"),
    "transform window": lambda s: hosting.TransformSchedule(
        expression="rate(1 day)", flexible_window=Duration.days(2)
    ),
    "runtime without targets": lambda s: hosting.RuntimeVpcEndpoint(
        s, "X", vpc=ec2.Vpc(s, "Vpc"), targets=[]
    ),
    "services of a VPC": lambda s: hosting.HostingVpcEndpoints(
        s, "X", vpc=ec2.Vpc(s, "Vpc"), services=["sqs"]
    ),
    "alarm share": lambda s: ALARM.error_rate(above=1),
    "alarm use": lambda s: ALARM.memory_utilization(above_percent=100),
    "alarm statistic": lambda s: ALARM.latency(above=Duration.millis(1), statistic="x"),
    "alarm timing": lambda s: hosting.AlarmTiming(datapoints_to_alarm=4),
    "alarm period": lambda s: hosting.AlarmTiming(period=Duration.seconds(45)),
    "alarms of one id": lambda s: endpoint(
        s, "X", rollback_on=[ALARM.error_rate(above=0.1), ALARM.error_rate(above=0.2)]
    ),
    "alarms in excess": lambda s: endpoint(
        s, "X", rollback_on=[ALARM.error_rate(above=0.1, id=f"E{n}") for n in range(11)]
    ),
    "alarm of another variant": lambda s: endpoint(
        s, "X", rollback_on=[ALARM.error_rate(above=0.1, variant_name="B")]
    ),
    "monitored serverless": lambda s: hosting.MonitoredData.of_endpoint(
        hosting.ServerlessEndpoint.from_endpoint_name(s, "X", "churn")
    ),
    "monitored elsewhere": lambda s: hosting.MonitoredData.of_endpoint(
        hosting.RealTimeEndpoint.from_endpoint_name(s, "X", "churn")
    ),
    "monitored in another Region": lambda s: monitor(
        s,
        "X",
        data=hosting.MonitoredData.of_endpoint(
            hosting.RealTimeEndpoint.from_endpoint_arn(
                s, "Far", "arn:aws:sagemaker:us-east-1:111111111111:endpoint/churn"
            ),
            data_capture=hosting.DataCapture(bucket=bucket(s)),
        ),
    ),
    "monitored prefix": lambda s: hosting.MonitoredData.of_batch_transform(
        bucket(s), "/captured", dataset_format=hosting.DatasetFormat.csv()
    ),
    "excluded features in one text": lambda s: monitor(s, exclude_features="age"),
    "content types in one text": lambda s: hosting.ShadowTestDataStorage(
        bucket=bucket(s), csv_content_types="text/csv"
    ),
    "label headers in one text": lambda s: hosting.ClarifyExplainer(
        inference=hosting.ClarifyInference(label_headers="churned"),
        shap=hosting.ClarifyShap(baseline=hosting.ShapBaseline.inline("1")),
    ),
    "attributions of no model": lambda s: hosting.ExplainabilityMonitor(
        s,
        "X",
        data=captured(s),
        models=[],
        analysis_config=hosting.S3File(bucket=bucket(s), key="a.json"),
        output=reports(s),
    ),
    "attributions without a network": lambda s: hosting.ExplainabilityMonitor(
        s,
        "X",
        data=captured(s),
        models=[model(s)],
        analysis_config=hosting.S3File(bucket=bucket(s), key="a.json"),
        output=reports(s),
        network=hosting.MonitoringNetwork(network_isolation=True),
    ),
    "shadow test of many models": lambda s: hosting.ShadowTest(
        s,
        "X",
        endpoint=endpoint(s),
        production=hosting.ShadowTestVariant(
            model=imported_model(s, "Production"), instance_type="ml.m5.large"
        ),
        shadow=hosting.ShadowTestVariant(
            model=hosting.MultiModel(
                s,
                "Many",
                image=hosting.ContainerImage.from_ecr(repository(s), tag="1"),
                models=hosting.MultiModelData(bucket=bucket(s), prefix="models"),
            ),
            instance_type="ml.m5.large",
        ),
    ),
    "dashboard of one endpoint": lambda s: hosting.EndpointDashboard(s, "X", endpoints=endpoint(s)),
    "file of nothing": lambda s: hosting.S3File(bucket=bucket(s), key=""),
    "baseline of nothing": lambda s: hosting.MonitoringBaseline(),
    "labels prefix": lambda s: hosting.GroundTruth(bucket=bucket(s), prefix="labels/"),
    "output prefix": lambda s: hosting.MonitoringOutput(bucket=bucket(s), prefix="reports/"),
    "network of a group": lambda s: monitor(
        s, "X", network=hosting.MonitoringNetwork(security_groups=[])
    ),
    "schedule hour": lambda s: hosting.MonitoringSchedule.daily(hour=24),
    "schedule hours": lambda s: hosting.MonitoringSchedule.every(0),
    "schedule each week": lambda s: hosting.MonitoringSchedule(expression="cron(0 0 ? * 2 *)"),
    "schedule without a window": lambda s: hosting.MonitoringSchedule(expression="NOW"),
    "schedule of two days": lambda s: hosting.MonitoringSchedule.now(start=Duration.days(2)),
    "schedule backwards": lambda s: hosting.MonitoringSchedule.hourly().analyzing(
        start=Duration.hours(1), end=Duration.hours(2)
    ),
    "monitor of nothing": lambda s: monitor(
        s, "X", data=hosting.MonitoredData.of_endpoint(endpoint(s, "Silent"))
    ),
    "monitor while capture is off": lambda s: monitor(s, "X", data=captured(s, enabled=False)),
    "monitor without end": lambda s: monitor(
        s, "X", schedule=hosting.MonitoringSchedule.every(2), max_runtime=Duration.hours(3)
    ),
    "monitor of offsets swapped": lambda s: hosting.ModelQualityMonitor(
        s,
        "X",
        data=captured(s),
        ground_truth=hosting.GroundTruth(bucket=bucket(s), prefix="labels"),
        problem_type="Regression",
        output=reports(s),
        start_offset=Duration.days(1),
        end_offset=Duration.days(8),
    ),
    "monitor key": lambda s: monitor(
        s,
        "X",
        cluster=hosting.MonitoringCluster(
            instance_type="ml.g5.xlarge", encryption_key=kms.Key.from_key_arn(s, "K", KEY_ARN)
        ),
    ),
    "monitor name": lambda s: monitor(s, "X", monitoring_schedule_name="a_b"),
    "imported monitor name": lambda s: hosting.BiasMonitor.from_monitoring_schedule_name(
        s, "X", "a_b"
    ),
    "monitor environment": lambda s: monitor(
        s, "X", environment={"publish_cloudwatch_metrics": "Enabled"}
    ),
    "monitor of two images": lambda s: monitor(
        s, "X", image=hosting.ContainerImage.from_uri(URI), image_account="111111111111"
    ),
    "monitor of an endpoint": lambda s: monitor(s, "X", data=endpoint(s)),
    "percentile": lambda s: hosting.RollbackAlarm.latency(
        above=Duration.seconds(1), statistic="p101"
    ),
    "monitor image account": lambda s: monitor(s, "X", image_account=""),
    "monitor of a private image": lambda s: monitor(
        s, "X", image=hosting.ContainerImage.from_private_registry("registry.example.com/a:1")
    ),
    "monitor without connections": lambda s: monitor(s, "X").connections,
    "drift without baseline": lambda s: monitor(s, "X").drift_alarm(feature="a", above=0.1),
    "drift unpublished": lambda s: monitor(
        s,
        "X",
        publish_metrics=False,
        baseline=hosting.MonitoringBaseline(job_name="a"),
    ).drift_alarm(feature="a", above=0.1),
    "rollout size": lambda s: hosting.Rollout.canary(size=hosting.Capacity.percent(60)),
    "rollout bake": lambda s: hosting.Rollout.canary(bake=Duration.hours(2)),
    "rollout waits": lambda s: endpoint(
        s,
        "X",
        initial_instance_count=10,
        rollout=hosting.Rollout.linear(
            step_size=hosting.Capacity.percent(10), bake=Duration.hours(1)
        ),
    ),
    "scaling limits": lambda s: hosting.Scaling(min_capacity=5, max_capacity=4),
    "scaling target": lambda s: BASE.track_invocations(per_instance_per_minute=0),
    "scaling metric": lambda s: BASE.track_metric("CPU", target=1),
    "scaling policy twice": lambda s: BASE.track_concurrent_requests(
        per_model=1
    ).track_concurrent_requests(per_model=2),
    "scaling threshold": lambda s: BASE.step_on("CPUUtilization", steps=[]),
    "scaling schedule": lambda s: BASE.on_schedule("N", "daily", min_capacity=1),
    "scaling schedule of nothing": lambda s: BASE.on_schedule("N", "rate(1 day)"),
    "scaling count": lambda s: endpoint(s, "X", scaling=BASE, initial_instance_count=9),
    "scaling burstable": lambda s: endpoint(s, "X", scaling=BASE, instance_type="ml.t2.large"),
}
# Nothing of AWS is misunderstood there: a name of ours is taken, or something is left unsaid.
OWN_RULES = {
    "alarms of one id",
    "config without connections",
    "default enforced",
    "default list",
    "default message",
    "default unknown",
    "defaults after the fact",
    "defaults twice",
    "endpoint metric",
    "endpoint scaled twice",
    "monitor without connections",
    "model without connections",
    "scale-in in seconds",
    "variant timeout",
    "variant volume",
}


def _twin(stack: cdk.Stack, id: str) -> hosting.InstanceVariant:
    return hosting.InstanceVariant(model=imported_model(stack, id), instance_type="ml.m5.large")


def _shadow(stack: cdk.Stack, **arguments: Any) -> hosting.ShadowVariant:
    return hosting.ShadowVariant(
        **{
            "model": imported_model(stack, "Shadow"),
            "instance_type": "ml.m5.large",
            **arguments,
        }
    )


def _side(stack: cdk.Stack, name: str | None = None) -> hosting.ShadowTestVariant:
    return hosting.ShadowTestVariant(
        model=imported_model(stack, f"Side{name}"), instance_type="ml.m5.large", variant_name=name
    )


def _shadow_test(stack: cdk.Stack, **arguments: Any) -> object:
    if "endpoint" not in arguments:
        arguments["endpoint"] = endpoint(stack)
    return hosting.ShadowTest(stack, "X", shadow=_side(stack), **arguments)


def _managed(cooldown: Any) -> object:
    policy = hosting.ScaleInPolicy.consolidation(cooldown=cooldown)
    scaling = hosting.ManagedInstanceScaling(min_instances=0, max_instances=1, scale_in=policy)
    return hosting.ComponentVariant(instance_type="ml.g5.xlarge", managed_scaling=scaling)


def refusal(declare: Declare, stack: cdk.Stack) -> hosting.InvalidProps:
    with pytest.raises(hosting.InvalidProps) as caught:
        declare(stack)
    return caught.value


def _defaults(stack: cdk.Stack) -> None:
    defaults = hosting.Defaults(name_prefix="acme-").enforced(message="ask #ml-platform")
    hosting.HostingDefaults.of(stack).set(defaults)


def _nights() -> hosting.OffHours:
    return hosting.OffHours(starts=time(7), stops=time(20))


@pytest.mark.parametrize("declare", REFUSALS.values(), ids=REFUSALS)
def test_it_is_refused_whatever_flags_an_app_has(declare: Declare) -> None:
    """Without flags, the partition is a token inside of every ARN."""
    assert refusal(declare, new_stack(app=new_app(context={}))).fix


@pytest.mark.parametrize("declare", REFUSALS.values(), ids=REFUSALS)
def test_it_says_how_to_mend_it(stack: cdk.Stack, declare: Declare) -> None:
    assert refusal(declare, stack).fix


@pytest.mark.parametrize("what", [what for what in REFUSALS if what not in OWN_RULES])
def test_it_says_who_says_so(stack: cdk.Stack, what: str) -> None:
    source = refusal(REFUSALS[what], stack).source
    assert source is not None
    assert "https://" in source or "developer guide page" in source


@pytest.mark.parametrize("declare", REFUSALS.values(), ids=REFUSALS)
def test_it_reads_as_one_sentence(stack: cdk.Stack, declare: Declare) -> None:
    message = refusal(declare, stack).message
    assert not message.endswith((".", " "))
    assert " ," not in message
    assert "None" not in message
    assert "Token[" not in message


@pytest.mark.parametrize(
    "what",
    [what for what in REFUSALS if what.startswith(("model", "config", "endpoint", "monitor "))],
)
def test_what_a_construct_refuses_names_the_construct(stack: cdk.Stack, what: str) -> None:
    path = refusal(REFUSALS[what], stack).path
    assert path is not None
    assert path.startswith("Stack/X")


@pytest.mark.parametrize("declare", REFUSALS.values(), ids=REFUSALS)
def test_the_traceback_leads_to_the_line_of_the_user(stack: cdk.Stack, declare: Declare) -> None:
    frames = traceback.extract_tb(refusal(declare, stack).__traceback__)
    assert [frame for frame in frames if frame.filename == __file__ and frame.name == "<lambda>"]


def test_a_rule_is_named_with_its_source(stack: cdk.Stack) -> None:
    error = refusal(REFUSALS["rollout size"], stack)
    assert error.source is not None
    assert error.source.endswith("(SMH0405)")


def test_it_prints_as_a_whole(stack: cdk.Stack) -> None:
    lines = str(refusal(REFUSALS["config of nothing"], stack)).splitlines()
    assert [line[:7] for line in lines] == ["Stack/X", "  fix: ", "  see: "]


@pytest.mark.parametrize(
    ("value", "argument"),
    [(0, "initial_instance_count"), ("", "instance_type"), ("", "variant_name")],
)
def test_zero_and_empty_are_values(stack: cdk.Stack, value: Any, argument: str) -> None:
    """None of them is taken for 'not said'."""
    refusal(lambda s: variant(s, **{argument: value}), stack)
