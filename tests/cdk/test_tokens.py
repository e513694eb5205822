"""A CloudFormation parameter fits wherever a plain value does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import Duration, Size
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting
from sagemaker_hosting.core.tokens import is_known
from tests.cdk.support import (
    bucket,
    captured,
    config,
    endpoint,
    imported_model,
    model,
    monitor,
    new_stack,
    reports,
    repository,
    template_of,
    variant,
)

Declare = Callable[[cdk.Stack, Any], object]

BASE = hosting.Scaling(min_capacity=1, max_capacity=4)
ALARM = hosting.RollbackAlarm
UP = hosting.ScalingStep


def scaled(stack: cdk.Stack, scaling: hosting.Scaling) -> object:
    return endpoint(stack, scaling=scaling, initial_instance_count=1)


def managed(stack: cdk.Stack, **arguments: Any) -> object:
    scaling = hosting.ManagedInstanceScaling(
        **{"min_instances": 1, "max_instances": 4, **arguments}
    )
    return config(
        stack,
        variants=[hosting.ComponentVariant(instance_type="ml.g5.xlarge", managed_scaling=scaling)],
    )


def serverless(stack: cdk.Stack, **arguments: Any) -> object:
    made = hosting.ServerlessVariant(
        **{
            "model": imported_model(stack),
            "memory_size": Size.gibibytes(2),
            "max_concurrency": 200,
            **arguments,
        }
    )
    return config(stack, variants=[made])


def warm(stack: cdk.Stack, scaling: hosting.ProvisionedConcurrencyScaling) -> object:
    return hosting.ServerlessEndpoint(
        stack,
        "Serverless",
        model=imported_model(stack),
        memory_size=Size.gibibytes(2),
        max_concurrency=100,
        scaling=scaling,
    )


def queued(
    stack: cdk.Stack, scaling: hosting.AsyncScaling | None = None, **arguments: Any
) -> object:
    return hosting.AsyncEndpoint(
        stack,
        "Async",
        model=model(stack, "Queued"),
        instance_type="ml.m5.large",
        async_inference=hosting.AsyncInference(output_bucket=bucket(stack), **arguments),
        scaling=scaling,
    )


def component(stack: cdk.Stack, **arguments: Any) -> hosting.InferenceComponent:
    shared = hosting.InferenceComponentEndpoint(stack, "Shared", instance_type="ml.g5.12xlarge")
    if "specifications" not in arguments:
        arguments.setdefault("image", hosting.ContainerImage.from_uri(IMAGE))
        arguments.setdefault("requirements", needs())
    return hosting.InferenceComponent(stack, "Component", endpoint=shared, **arguments)


def needs(**arguments: Any) -> hosting.ComputeRequirements:
    return hosting.ComputeRequirements(**{"min_memory": Size.gibibytes(1), **arguments})


def batches(stack: cdk.Stack, **arguments: Any) -> object:
    return component(stack, rollout=hosting.ComponentRollout(**arguments), copies=4)


def watched(stack: cdk.Stack, **arguments: Any) -> hosting.DataQualityMonitor:
    file = hosting.S3File(bucket=bucket(stack), key="baseline/constraints.json")
    return monitor(stack, baseline=hosting.MonitoringBaseline(constraints=file), **arguments)


def judged(stack: cdk.Stack, **arguments: Any) -> hosting.ModelQualityMonitor:
    output = reports(stack)
    return hosting.ModelQualityMonitor(
        stack,
        "Quality",
        **{
            "data": captured(stack),
            "ground_truth": hosting.GroundTruth(bucket=output.bucket, prefix="labels"),
            "problem_type": "Regression",
            "output": output,
            **arguments,
        },
    )


def shadow(stack: cdk.Stack, **arguments: Any) -> object:
    made = hosting.ShadowVariant(
        **{
            "model": imported_model(stack, "Candidate"),
            "instance_type": "ml.m5.xlarge",
            **arguments,
        }
    )
    return endpoint(stack, shadow_variant=made)


def shadow_test(
    stack: cdk.Stack, variant: dict[str, Any] | None = None, **arguments: Any
) -> hosting.ShadowTest:
    tried = hosting.ShadowTestVariant(
        **{
            "model": imported_model(stack, "Candidate"),
            "instance_type": "ml.m5.xlarge",
            **(variant or {}),
        }
    )
    return hosting.ShadowTest(stack, "Test", endpoint=endpoint(stack), shadow=tried, **arguments)


def explained(
    stack: cdk.Stack,
    shap: dict[str, Any] | None = None,
    enable_explanations: str | None = None,
    **inference: Any,
) -> object:
    made = hosting.ClarifyExplainer(
        shap=hosting.ClarifyShap(
            **{"baseline": hosting.ShapBaseline.inline("1,2,3"), **(shap or {})}
        ),
        inference=hosting.ClarifyInference(**inference),
        enable_explanations=enable_explanations,
    )
    return endpoint(stack, explainer=made)


def transform(stack: cdk.Stack, **arguments: Any) -> hosting.BatchTransform:
    if "input" not in arguments:
        arguments["input"] = hosting.TransformInput.from_prefix(bucket(stack), "in/")
    if "output" not in arguments:
        out = s3.Bucket.from_bucket_name(stack, "Out", "out")
        arguments["output"] = hosting.TransformOutput(bucket=out)
    return hosting.BatchTransform(
        stack,
        "Transform",
        **{"model": model(stack, "Transformed"), "instance_type": "ml.m5.large", **arguments},
    )


IMAGE = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/churn:1"
COPIES = hosting.CopyScaling(min_capacity=0, max_capacity=4)
QUEUE = hosting.AsyncScaling(min_capacity=0, max_capacity=4)
WARM = hosting.ProvisionedConcurrencyScaling(min_capacity=1, max_capacity=4)
HEALTH = hosting.HealthAlarm


def with_defaults(stack: cdk.Stack, **defaults: Any) -> None:
    hosting.HostingDefaults.of(stack).set(hosting.Defaults(**defaults).enforced(message="no"))


def baked(stack: cdk.Stack, minimum: Any) -> object:
    with_defaults(stack, minimum_bake=Duration.seconds(minimum))
    return endpoint(
        stack,
        initial_instance_count=4,
        rollout=hosting.Rollout.canary(bake=Duration.seconds(minimum)),
    )


def allowed(stack: cdk.Stack, instance_type: Any) -> object:
    with_defaults(stack, allowed_instance_types=[instance_type])
    return endpoint(stack, instance_type=instance_type, endpoint_name="churn")


def off(**arguments: Any) -> hosting.OffHours:
    return hosting.OffHours(starts=time(7), stops=time(20), **arguments)


NUMBERS: dict[str, Declare] = {
    "MonitoringCluster.instance_count": lambda s, t: monitor(
        s, cluster=hosting.MonitoringCluster(instance_count=t)
    ),
    "MonitoringCluster.volume_size": lambda s, t: monitor(
        s, cluster=hosting.MonitoringCluster(volume_size=Size.gibibytes(t))
    ),
    "MonitoringSchedule.daily": lambda s, t: monitor(
        s, schedule=hosting.MonitoringSchedule.daily(hour=t)
    ),
    "MonitoringSchedule.every": lambda s, t: monitor(
        s, schedule=hosting.MonitoringSchedule.every(t, first_hour=t)
    ),
    "MonitoringSchedule.now": lambda s, t: monitor(
        s, schedule=hosting.MonitoringSchedule.now(start=Duration.minutes(t))
    ),
    "DataQualityMonitor.max_runtime": lambda s, t: monitor(s, max_runtime=Duration.seconds(t)),
    "DataQualityMonitor.drift_alarm": lambda s, t: watched(s).drift_alarm(feature="a", above=t),
    "ModelQualityMonitor.probability_threshold": lambda s, t: judged(s, probability_threshold=t),
    "ModelQualityMonitor.start_offset": lambda s, t: judged(s, start_offset=Duration.minutes(t)),
    "ModelQualityMonitor.drift_alarm": lambda s, t: judged(s).drift_alarm("rmse", above=t),
    "ClarifyInference.label_index": lambda s, t: explained(s, label_index=t),
    "ClarifyInference.max_payload": lambda s, t: explained(s, max_payload=Size.mebibytes(t)),
    "ClarifyInference.max_record_count": lambda s, t: explained(s, max_record_count=t),
    "ClarifyInference.probability_index": lambda s, t: explained(s, probability_index=t),
    "ClarifyShap.number_of_samples": lambda s, t: explained(s, {"number_of_samples": t}),
    "ClarifyShap.seed": lambda s, t: explained(s, {"seed": t}),
    "ShadowTest.sampling_percentage": lambda s, t: shadow_test(s, sampling_percentage=t),
    "ShadowTestVariant.instance_count": lambda s, t: shadow_test(s, {"instance_count": t}),
    "ShadowVariant.initial_instance_count": lambda s, t: shadow(s, initial_instance_count=t),
    "ShadowVariant.sampling_percentage": lambda s, t: shadow(s, sampling_percentage=t),
    "ShadowVariant.volume_size": lambda s, t: shadow(s, volume_size=Size.gibibytes(t)),
    "Defaults.minimum_bake": baked,
    "ContainerLogs.retention": lambda s, t: endpoint(
        s, logs=hosting.ContainerLogs(retention=Duration.days(t))
    ),
    "OffHours.capacity": lambda s, t: endpoint(
        s, initial_instance_count=2, off_hours=off(capacity=t)
    ),
    "InferenceComponent.copies": lambda s, t: component(s, copies=t),
    "InferenceComponent.model_data_download_timeout": lambda s, t: component(
        s, model_data_download_timeout=Duration.seconds(t)
    ),
    "InferenceComponent.container_startup_health_check_timeout": lambda s, t: component(
        s, container_startup_health_check_timeout=Duration.seconds(t)
    ),
    "ComputeRequirements.min_memory": lambda s, t: component(
        s, requirements=needs(min_memory=Size.mebibytes(t))
    ),
    "ComputeRequirements.max_memory": lambda s, t: component(
        s, requirements=needs(max_memory=Size.mebibytes(t))
    ),
    "ComputeRequirements.accelerators": lambda s, t: component(
        s, requirements=needs(accelerators=t)
    ),
    "ComputeRequirements.cpu_cores": lambda s, t: component(s, requirements=needs(cpu_cores=t)),
    "Placement.max_imbalance": lambda s, t: component(
        s, placement=hosting.Placement.spread(max_imbalance=t)
    ),
    "ContainerMetrics.publish_frequency": lambda s, t: component(
        s, container_metrics=hosting.ContainerMetrics(publish_frequency=Duration.seconds(t))
    ),
    "ComponentRollout.max_batch_size": lambda s, t: batches(
        s, max_batch_size=hosting.Capacity.copies(t)
    ),
    "ComponentRollout.rollback_max_batch_size": lambda s, t: batches(
        s, rollback_max_batch_size=hosting.Capacity.percent(t)
    ),
    "ComponentRollout.bake": lambda s, t: batches(s, bake=Duration.seconds(t)),
    "ComponentRollout.maximum_execution_timeout": lambda s, t: batches(
        s, maximum_execution_timeout=Duration.seconds(t)
    ),
    "CopyScaling.min_capacity": lambda s, t: component(
        s, scaling=hosting.CopyScaling(min_capacity=t, max_capacity=4)
    ),
    "CopyScaling.max_capacity": lambda s, t: component(
        s, scaling=hosting.CopyScaling(min_capacity=0, max_capacity=t)
    ),
    "CopyScaling.track_invocations": lambda s, t: component(
        s, scaling=COPIES.track_invocations(per_copy_per_minute=t)
    ),
    "CopyScaling.track_concurrent_requests": lambda s, t: component(
        s, scaling=COPIES.track_concurrent_requests(per_copy=t)
    ),
    "CopyScaling.wake_up": lambda s, t: component(s, scaling=COPIES.wake_up(copies=t)),
    "ProvisionedConcurrencyScaling.min_capacity": lambda s, t: warm(
        s, hosting.ProvisionedConcurrencyScaling(min_capacity=t, max_capacity=4)
    ),
    "ProvisionedConcurrencyScaling.max_capacity": lambda s, t: warm(
        s, hosting.ProvisionedConcurrencyScaling(min_capacity=1, max_capacity=t)
    ),
    "ProvisionedConcurrencyScaling.track_utilization": lambda s, t: warm(
        s, WARM.track_utilization(target=t)
    ),
    "AsyncScaling.min_capacity": lambda s, t: queued(
        s, hosting.AsyncScaling(min_capacity=t, max_capacity=4)
    ),
    "AsyncScaling.max_capacity": lambda s, t: queued(
        s, hosting.AsyncScaling(min_capacity=0, max_capacity=t)
    ),
    "AsyncScaling.track_backlog": lambda s, t: queued(s, QUEUE.track_backlog(per_instance=t)),
    "AsyncScaling.wake_up": lambda s, t: queued(s, QUEUE.wake_up(instances=t)),
    "AsyncInference.max_concurrent_invocations_per_instance": lambda s, t: queued(
        s, max_concurrent_invocations_per_instance=t
    ),
    "HealthAlarm.oldest_request": lambda s, t: hosting.AsyncEndpoint(
        s,
        "Async",
        model=imported_model(s),
        instance_type="ml.m5.large",
        async_inference=hosting.AsyncInference(output_bucket=bucket(s)),
        alarms=[HEALTH.oldest_request(above=Duration.seconds(t))],
    ),
    "HealthAlarm.error_rate": lambda s, t: endpoint(s, alarms=[HEALTH.error_rate(above=t)]),
    "HealthAlarm.metric": lambda s, t: endpoint(
        s, alarms=[HEALTH.metric("CPUUtilization", above=t)]
    ),
    "InstanceVariant.initial_instance_count": lambda s, t: endpoint(s, initial_instance_count=t),
    "InstanceVariant.initial_variant_weight": lambda s, t: endpoint(
        s, variants=[variant(s, initial_variant_weight=t)]
    ),
    "InstanceVariant.volume_size": lambda s, t: endpoint(s, volume_size=Size.gibibytes(t)),
    "InstanceVariant.model_data_download_timeout": lambda s, t: endpoint(
        s, model_data_download_timeout=Duration.seconds(t)
    ),
    "InstanceVariant.container_startup_health_check_timeout": lambda s, t: endpoint(
        s, container_startup_health_check_timeout=Duration.seconds(t)
    ),
    "InstanceVariant.provision_timeout": lambda s, t: endpoint(
        s, variants=[variant(s, provision_timeout=Duration.seconds(t))]
    ),
    "InstancePool.priority": lambda s, t: endpoint(
        s,
        variants=[
            variant(
                s,
                instance_type=None,
                instance_pools=[hosting.InstancePool(instance_type="ml.m5.large", priority=t)],
            )
        ],
    ),
    "Routing.prefix_length": lambda s, t: endpoint(
        s,
        variants=[
            variant(
                s, routing=hosting.Routing.prefix_aware(prefix_length=t, concurrency_threshold=9)
            )
        ],
    ),
    "Routing.concurrency_threshold": lambda s, t: endpoint(
        s,
        variants=[
            variant(
                s, routing=hosting.Routing.prefix_aware(prefix_length=1024, concurrency_threshold=t)
            )
        ],
    ),
    "ManagedInstanceScaling.min_instances": lambda s, t: managed(s, min_instances=t),
    "ManagedInstanceScaling.max_instances": lambda s, t: managed(s, max_instances=t),
    "ScaleInPolicy.maximum_step_size": lambda s, t: managed(
        s, scale_in=hosting.ScaleInPolicy.consolidation(maximum_step_size=t)
    ),
    "ScaleInPolicy.cooldown": lambda s, t: managed(
        s, scale_in=hosting.ScaleInPolicy.consolidation(cooldown=Duration.minutes(t))
    ),
    "MetricsConfig.publish_frequency": lambda s, t: config(
        s, metrics_config=hosting.MetricsConfig(publish_frequency=Duration.seconds(t))
    ),
    "ServerlessVariant.memory_size": lambda s, t: serverless(s, memory_size=Size.mebibytes(t)),
    "ServerlessVariant.max_concurrency": lambda s, t: serverless(s, max_concurrency=t),
    "ServerlessVariant.provisioned_concurrency": lambda s, t: serverless(
        s, provisioned_concurrency=t
    ),
    "EndpointConfig.default_instance_count": lambda s, t: hosting.EndpointConfig(
        s, "C", variants=[variant(s)], default_instance_count=t
    ),
    "DataCapture.sampling_percentage": lambda s, t: endpoint(
        s, data_capture=hosting.DataCapture(bucket=bucket(s), sampling_percentage=t)
    ),
    "Scaling.min_capacity": lambda s, t: endpoint(
        s, scaling=hosting.Scaling(min_capacity=t, max_capacity=4)
    ),
    "Scaling.max_capacity": lambda s, t: endpoint(
        s, scaling=hosting.Scaling(min_capacity=1, max_capacity=t)
    ),
    "Scaling.both": lambda s, t: endpoint(
        s, scaling=hosting.Scaling(min_capacity=t, max_capacity=t)
    ),
    "Scaling.track_invocations": lambda s, t: scaled(
        s, BASE.track_invocations(per_instance_per_minute=t)
    ),
    "Scaling.track_concurrent_requests": lambda s, t: scaled(
        s, BASE.track_concurrent_requests(per_model=t)
    ),
    "Scaling.track_metric": lambda s, t: scaled(s, BASE.track_metric("CPUUtilization", target=t)),
    "Scaling.scale_in_cooldown": lambda s, t: scaled(
        s,
        BASE.track_invocations(per_instance_per_minute=1, scale_in_cooldown=Duration.seconds(t)),
    ),
    "Scaling.scale_out_cooldown": lambda s, t: scaled(
        s,
        BASE.track_invocations(per_instance_per_minute=1, scale_out_cooldown=Duration.seconds(t)),
    ),
    "Scaling.step_on above": lambda s, t: scaled(
        s, BASE.step_on("CPUUtilization", above=t, steps=[UP(lower=0, change=1)])
    ),
    "Scaling.step_on below": lambda s, t: scaled(
        s, BASE.step_on("CPUUtilization", below=t, steps=[UP(upper=0, change=-1)])
    ),
    "Scaling.step_on cooldown": lambda s, t: scaled(
        s,
        BASE.step_on(
            "CPUUtilization",
            above=1,
            steps=[UP(lower=0, change=1)],
            cooldown=Duration.seconds(t),
        ),
    ),
    "Scaling.step_on period": lambda s, t: scaled(
        s,
        BASE.step_on(
            "CPUUtilization", above=1, steps=[UP(lower=0, change=1)], period=Duration.seconds(t)
        ),
    ),
    "Scaling.step_on evaluation_periods": lambda s, t: scaled(
        s,
        BASE.step_on(
            "CPUUtilization", above=1, steps=[UP(lower=0, change=1)], evaluation_periods=t
        ),
    ),
    "ScalingStep.change": lambda s, t: scaled(
        s, BASE.step_on("CPUUtilization", above=1, steps=[UP(lower=0, change=t)])
    ),
    "ScalingStep.upper": lambda s, t: scaled(
        s,
        BASE.step_on(
            "CPUUtilization", above=1, steps=[UP(lower=0, upper=t, change=1), UP(lower=t, change=2)]
        ),
    ),
    "Scaling.on_schedule min_capacity": lambda s, t: scaled(
        s, BASE.on_schedule("N", "rate(1 day)", min_capacity=t)
    ),
    "Scaling.on_schedule max_capacity": lambda s, t: scaled(
        s, BASE.on_schedule("N", "rate(1 day)", max_capacity=t)
    ),
    "Rollout.all_at_once bake": lambda s, t: endpoint(
        s, rollout=hosting.Rollout.all_at_once(bake=Duration.seconds(t))
    ),
    "Rollout.canary size in percent": lambda s, t: endpoint(
        s, rollout=hosting.Rollout.canary(size=hosting.Capacity.percent(t))
    ),
    "Rollout.canary size in instances": lambda s, t: endpoint(
        s, rollout=hosting.Rollout.canary(size=hosting.Capacity.instances(t))
    ),
    "Rollout.canary bake": lambda s, t: endpoint(
        s, rollout=hosting.Rollout.canary(bake=Duration.seconds(t))
    ),
    "Rollout.canary termination_wait": lambda s, t: endpoint(
        s, rollout=hosting.Rollout.canary(termination_wait=Duration.seconds(t))
    ),
    "Rollout.canary maximum_execution_timeout": lambda s, t: endpoint(
        s, rollout=hosting.Rollout.canary(maximum_execution_timeout=Duration.seconds(t))
    ),
    "Rollout.linear step_size": lambda s, t: endpoint(
        s, rollout=hosting.Rollout.linear(step_size=hosting.Capacity.percent(t))
    ),
    "Rollout.linear step_size with a long bake": lambda s, t: endpoint(
        s,
        rollout=hosting.Rollout.linear(
            step_size=hosting.Capacity.percent(t), bake=Duration.minutes(50)
        ),
    ),
    "Rollout.rolling max_batch_size": lambda s, t: endpoint(
        s, rollout=hosting.Rollout.rolling(max_batch_size=hosting.Capacity.instances(t))
    ),
    "Rollout.rolling rollback_max_batch_size": lambda s, t: endpoint(
        s,
        initial_instance_count=4,
        rollout=hosting.Rollout.rolling(rollback_max_batch_size=hosting.Capacity.percent(t)),
    ),
    "RollbackAlarm.error_rate": lambda s, t: endpoint(s, rollback_on=[ALARM.error_rate(above=t)]),
    "RollbackAlarm.cpu_utilization": lambda s, t: endpoint(
        s, rollback_on=[ALARM.cpu_utilization(above_percent=t)]
    ),
    "EndpointDashboard.thresholds": lambda s, t: hosting.EndpointDashboard(
        s,
        "D",
        endpoints=[endpoint(s, rollback_on=[ALARM.memory_utilization(above_percent=t)])],
    ),
    "EndpointDashboard.limits": lambda s, t: hosting.EndpointDashboard(
        s,
        "D",
        endpoints=[endpoint(s, scaling=hosting.Scaling(min_capacity=t, max_capacity=t))],
    ),
    "BatchTransform.instance_count": lambda s, t: transform(s, instance_count=t),
    "BatchTransform.max_payload": lambda s, t: transform(s, max_payload=Size.mebibytes(t)),
    "BatchTransform.max_concurrent_transforms": lambda s, t: transform(
        s, max_concurrent_transforms=t, max_payload=Size.mebibytes(50)
    ),
    "BatchTransform.invocations_timeout": lambda s, t: transform(
        s, invocations_timeout=Duration.seconds(t)
    ),
    "BatchTransform.invocations_max_retries": lambda s, t: transform(s, invocations_max_retries=t),
    "BatchTransform.timeout": lambda s, t: transform(s, timeout=Duration.seconds(t)),
    "BatchTransform.log_retention": lambda s, t: transform(s, log_retention=Duration.days(t)),
    "BatchTransform.job_retries": lambda s, t: transform(s, job_retries=t),
    "TransformSchedule.flexible_window": lambda s, t: transform(
        s,
        schedule=hosting.TransformSchedule(
            expression="rate(1 day)", flexible_window=Duration.minutes(t)
        ),
    ),
    "TransformSchedule.retry_attempts": lambda s, t: transform(
        s, schedule=hosting.TransformSchedule(expression="rate(1 day)", retry_attempts=t)
    ),
    "RollbackAlarm.memory_utilization": lambda s, t: endpoint(
        s, rollback_on=[ALARM.memory_utilization(above_percent=t)]
    ),
    "RollbackAlarm.disk_utilization": lambda s, t: endpoint(
        s, rollback_on=[ALARM.disk_utilization(above_percent=t)]
    ),
    "RollbackAlarm.gpu_utilization": lambda s, t: endpoint(
        s, instance_type="ml.g5.xlarge", rollback_on=[ALARM.gpu_utilization(above_percent=t)]
    ),
    "RollbackAlarm.gpu_memory_utilization": lambda s, t: endpoint(
        s,
        instance_type="ml.g5.xlarge",
        rollback_on=[ALARM.gpu_memory_utilization(above_percent=t)],
    ),
    "AlarmTiming.period": lambda s, t: endpoint(
        s,
        rollback_on=[
            ALARM.error_rate(above=0.1, timing=hosting.AlarmTiming(period=Duration.seconds(t)))
        ],
    ),
    "AlarmTiming.evaluation_periods": lambda s, t: endpoint(
        s,
        rollback_on=[ALARM.error_rate(above=0.1, timing=hosting.AlarmTiming(evaluation_periods=t))],
    ),
    "AlarmTiming.datapoints_to_alarm": lambda s, t: endpoint(
        s,
        rollback_on=[
            ALARM.error_rate(above=0.1, timing=hosting.AlarmTiming(datapoints_to_alarm=t))
        ],
    ),
}

STRINGS: dict[str, Declare] = {
    "ClarifyExplainer.enable_explanations": lambda s, t: explained(s, enable_explanations=t),
    "ClarifyInference.content_template": lambda s, t: explained(s, content_template=t),
    "ClarifyInference.feature_headers": lambda s, t: explained(s, feature_headers=[t, "a", "b"]),
    "ClarifyInference.features_attribute": lambda s, t: explained(s, features_attribute=t),
    "ClarifyInference.label_attribute": lambda s, t: explained(s, label_attribute=t),
    "ClarifyInference.label_headers": lambda s, t: explained(s, label_headers=[t]),
    "ClarifyInference.probability_attribute": lambda s, t: explained(s, probability_attribute=t),
    "ClarifyText.language": lambda s, t: explained(
        s,
        {"text": hosting.ClarifyText(language=t, granularity="token")},
        feature_types=["text", "numerical", "numerical"],
    ),
    "ShapBaseline.inline": lambda s, t: explained(s, {"baseline": hosting.ShapBaseline.inline(t)}),
    "ShapBaseline.from_s3": lambda s, t: explained(
        s, {"baseline": hosting.ShapBaseline.from_s3(bucket(s), t)}
    ),
    "ShadowTest.description": lambda s, t: shadow_test(s, description=t),
    "ShadowTest.shadow_test_name": lambda s, t: shadow_test(s, shadow_test_name=t),
    "ShadowTestDataStorage.prefix": lambda s, t: shadow_test(
        s, data_storage=hosting.ShadowTestDataStorage(bucket=bucket(s), prefix=t)
    ),
    "ShadowTestSchedule.end": lambda s, t: shadow_test(
        s, schedule=hosting.ShadowTestSchedule(end=t)
    ),
    "ShadowTestSchedule.start": lambda s, t: shadow_test(
        s, schedule=hosting.ShadowTestSchedule(start=t)
    ),
    "ShadowTestState.reason": lambda s, t: shadow_test(
        s, state=hosting.ShadowTestState.completed(reason=t)
    ),
    "ShadowTestVariant.instance_type": lambda s, t: shadow_test(s, {"instance_type": t}),
    "ShadowTestVariant.variant_name": lambda s, t: shadow_test(s, {"variant_name": t}),
    "ShadowVariant.instance_type": lambda s, t: shadow(s, instance_type=t),
    "ShadowVariant.variant_name": lambda s, t: shadow(s, variant_name=t),
    "Defaults.allowed_instance_types": allowed,
    "OffHours.time_zone": lambda s, t: endpoint(
        s, initial_instance_count=2, off_hours=off(time_zone=t)
    ),
    "Expiry of a name": lambda s, t: endpoint(
        s, endpoint_name=t, expiry=hosting.Expiry(at=datetime(2030, 1, 31, tzinfo=UTC))
    ),
    "InferenceComponent.inference_component_name": lambda s, t: component(
        s, inference_component_name=t, scaling=COPIES
    ).grant_invoke(iam.Role(s, "Caller", assumed_by=iam.AccountRootPrincipal())),
    "InferenceComponent.variant_name": lambda s, t: component(s, variant_name=t),
    "InferenceComponent.environment": lambda s, t: component(s, environment={"MODE": t}),
    "ComponentSpecification.instance_type": lambda s, t: component(
        s,
        specifications=[
            hosting.ComponentSpecification(
                instance_type=instance_type,
                image=hosting.ContainerImage.from_uri(IMAGE),
                requirements=needs(),
            )
            for instance_type in (t, "ml.g6.12xlarge")
        ],
    ),
    "AdapterComponent.inference_component_name": lambda s, t: hosting.AdapterComponent(
        s,
        "Adapter",
        base=component(s, inference_component_name=t),
        data=hosting.ModelData.from_s3(bucket(s), "adapter.tar.gz"),
    ),
    "InstanceVariant.instance_type": lambda s, t: endpoint(s, instance_type=t),
    "InstanceVariant.instance_type scaled": lambda s, t: endpoint(
        s, instance_type=t, scaling=BASE.track_metric("CPUUtilization", target=70)
    ),
    "InstanceVariant.variant_name": lambda s, t: endpoint(
        s, variants=[variant(s, "V", variant_name=t)]
    ),
    "InstanceVariant.variant_name scaled": lambda s, t: endpoint(
        s,
        variants=[variant(s, "V", variant_name=t)],
        scaling=hosting.Scaling(min_capacity=2, max_capacity=4),
    ),
    "InstanceVariant.variant_name scaled later": lambda s, t: endpoint(
        s, variants=[variant(s, "V", variant_name=t)]
    ).scale_variant(BASE),
    "InstancePool.instance_type": lambda s, t: endpoint(
        s,
        variants=[
            variant(
                s,
                instance_type=None,
                instance_pools=[hosting.InstancePool(instance_type=t, priority=1)],
            )
        ],
    ),
    "InstanceVariant.inference_ami_version": lambda s, t: endpoint(
        s, variants=[variant(s, inference_ami_version=t)]
    ),
    "CapacityReservation.reservation_arn": lambda s, t: endpoint(
        s,
        variants=[variant(s, capacity_reservation=hosting.CapacityReservation(reservation_arn=t))],
    ),
    "DataQualityMonitor.monitoring_schedule_name": lambda s, t: monitor(
        s, monitoring_schedule_name=t
    ),
    "DataQualityMonitor.image_account": lambda s, t: monitor(s, image_account=t),
    "DataQualityMonitor.exclude_features": lambda s, t: monitor(s, exclude_features=["a", t]),
    "DataQualityMonitor.environment": lambda s, t: monitor(s, environment={"A": t}),
    "DataQualityMonitor.drift_alarm": lambda s, t: watched(s).drift_alarm(feature=t, above=0.1),
    "ModelQualityMonitor.problem_type": lambda s, t: judged(s, problem_type=t).drift_alarm(
        "rmse", above=1
    ),
    "ModelQualityMonitor.drift_alarm": lambda s, t: judged(s).drift_alarm(t, above=1),
    "MonitoringSchedule.expression": lambda s, t: monitor(
        s, schedule=hosting.MonitoringSchedule(expression=t)
    ),
    "MonitoringCluster.instance_type": lambda s, t: monitor(
        s, cluster=hosting.MonitoringCluster(instance_type=t)
    ),
    "MonitoringOutput.prefix": lambda s, t: monitor(
        s, output=hosting.MonitoringOutput(bucket=bucket(s), prefix=t)
    ),
    "MonitoringBaseline.job_name": lambda s, t: monitor(
        s, baseline=hosting.MonitoringBaseline(job_name=t)
    ),
    "MonitoredData.of_batch_transform prefix": lambda s, t: monitor(
        s,
        data=hosting.MonitoredData.of_batch_transform(
            bucket(s), t, dataset_format=hosting.DatasetFormat.csv()
        ),
    ),
    "GroundTruth.prefix": lambda s, t: judged(
        s, ground_truth=hosting.GroundTruth(bucket=reports(s).bucket, prefix=t)
    ),
    "S3File.key": lambda s, t: monitor(
        s, record_preprocessor=hosting.S3File(bucket=bucket(s), key=t)
    ),
    "CoreDump.prefix": lambda s, t: endpoint(
        s, variants=[variant(s, core_dump=hosting.CoreDump(bucket=bucket(s), prefix=t))]
    ),
    "AsyncInference.output_prefix": lambda s, t: queued(s, output_prefix=t),
    "AsyncInference.failure_prefix": lambda s, t: queued(s, failure_prefix=t),
    "AsyncInference.input_prefix": lambda s, t: queued(s, input_prefix=t),
    "ServerlessVariant.variant_name": lambda s, t: serverless(s, variant_name=t),
    "Endpoint.endpoint_name": lambda s, t: endpoint(s, endpoint_name=t, scaling=BASE),
    "BatchTransform.instance_type": lambda s, t: transform(s, instance_type=t),
    "BatchTransform.job_name_prefix": lambda s, t: transform(s, job_name_prefix=t),
    "BatchTransform.environment": lambda s, t: transform(s, environment={"A": t}),
    "TransformInput.from_prefix": lambda s, t: transform(
        s, input=hosting.TransformInput.from_prefix(bucket(s), t)
    ),
    "TransformInput.from_manifest": lambda s, t: transform(
        s, input=hosting.TransformInput.from_manifest(bucket(s), t)
    ),
    "TransformOutput.prefix": lambda s, t: transform(
        s,
        output=hosting.TransformOutput(
            bucket=s3.Bucket.from_bucket_name(s, "Out", "out"), prefix=t, per_execution=True
        ),
    ),
    "TransformDataProcessing.input_filter": lambda s, t: transform(
        s, data_processing=hosting.TransformDataProcessing(input_filter=t)
    ),
    "TransformSchedule.start": lambda s, t: transform(
        s, schedule=hosting.TransformSchedule(expression="rate(1 day)", start=t)
    ),
    "TransformSchedule.end": lambda s, t: transform(
        s,
        schedule=hosting.TransformSchedule(
            expression="rate(1 day)", start="2027-03-01T08:00:00Z", end=t
        ),
    ),
    "TransformSchedule.expression": lambda s, t: transform(
        s, schedule=hosting.TransformSchedule(expression=t, time_zone=t)
    ),
    "RuntimeVpcEndpoint.from_vpc_endpoint_id": lambda s, t: (
        hosting.RuntimeVpcEndpoint.from_vpc_endpoint_id(
            s, "R", t, targets=[endpoint(s)]
        ).grant_invoke(iam.Role(s, "C", assumed_by=iam.AccountRootPrincipal()))
    ),
    "RuntimeVpcEndpoint.targets": lambda s, t: hosting.RuntimeVpcEndpoint(
        s,
        "R",
        vpc=ec2.Vpc(s, "Vpc", restrict_default_security_group=False),
        targets=[hosting.Endpoint.from_endpoint_name(s, "I", t)],
    ),
    "EndpointDashboard.endpoints": lambda s, t: hosting.EndpointDashboard(
        s,
        "D",
        endpoints=[hosting.Endpoint.from_endpoint_name(s, "I", t, variant_names=["A"])],
    ),
    "EndpointDashboard.dashboard_name": lambda s, t: hosting.EndpointDashboard(
        s, "D", endpoints=[endpoint(s)], dashboard_name=t
    ),
    "Endpoint.from_endpoint_name": lambda s, t: hosting.Endpoint.from_endpoint_name(
        s, "I", t, variant_names=["A"]
    ).scale_variant(BASE),
    "Endpoint.from_endpoint_arn": lambda s, t: hosting.Endpoint.from_endpoint_arn(
        s, "I", t, variant_names=["A"]
    ).scale_variant(BASE),
    "EndpointConfig.from_endpoint_config_name": lambda s, t: hosting.Endpoint(
        s, "E", config=hosting.EndpointConfig.from_endpoint_config_name(s, "I", t)
    ),
    "Model.from_model_name": lambda s, t: endpoint(
        s, model=hosting.Model.from_model_name(s, "I", t)
    ),
    "Model.package_arn": lambda s, t: hosting.Model(s, "M", package_arn=t),
    "Model.environment": lambda s, t: model(s, environment={"A": t}),
    "Model.tags": lambda s, t: model(s, tags={"a": t}),
    "ContainerImage.from_ecr tag": lambda s, t: model(
        s, image=hosting.ContainerImage.from_ecr(repository(s), tag=t)
    ),
    "ContainerImage.from_ecr digest": lambda s, t: model(
        s, image=hosting.ContainerImage.from_ecr(repository(s), digest=t)
    ),
    "ContainerImage.from_uri": lambda s, t: model(
        s, image=hosting.ContainerImage.from_uri(t, repository=repository(s))
    ),
    "ContainerImage.from_deep_learning_container tag": lambda s, t: model(
        s, image=hosting.ContainerImage.from_deep_learning_container("pytorch-inference", tag=t)
    ),
    "ContainerImage.from_deep_learning_container name": lambda s, t: model(
        s, image=hosting.ContainerImage.from_deep_learning_container(t, tag="1")
    ),
    "ModelData.from_s3 key": lambda s, t: model(s, data=hosting.ModelData.from_s3(bucket(s), t)),
    "DataCapture.prefix": lambda s, t: endpoint(
        s, model=model(s), data_capture=hosting.DataCapture(bucket=bucket(s), prefix=t)
    ),
    "RollbackAlarm.variant_name": lambda s, t: endpoint(
        s, rollback_on=[ALARM.error_rate(above=0.1, variant_name=t)]
    ),
    "Scaling.on_schedule schedule": lambda s, t: scaled(
        s, BASE.on_schedule("N", t, min_capacity=1)
    ),
    "Scaling.on_schedule time_zone": lambda s, t: scaled(
        s, BASE.on_schedule("N", "rate(1 day)", min_capacity=1, time_zone=t)
    ),
}


def parameter(stack: cdk.Stack, kind: str) -> cdk.CfnParameter:
    return cdk.CfnParameter(stack, "Given", type=kind)


@pytest.mark.parametrize("declare", NUMBERS.values(), ids=NUMBERS)
def test_a_number_may_come_from_a_parameter(stack: cdk.Stack, declare: Declare) -> None:
    declare(stack, parameter(stack, "Number").value_as_number)
    text = str(template_of(stack)["Resources"])
    assert "{'Ref': 'Given'}" in text
    assert "e+289" not in text


@pytest.mark.parametrize("declare", STRINGS.values(), ids=STRINGS)
def test_a_string_may_come_from_a_parameter(stack: cdk.Stack, declare: Declare) -> None:
    declare(stack, parameter(stack, "String").value_as_string)
    text = str(template_of(stack)["Resources"])
    assert "'Ref': 'Given'" in text
    assert "Token[" not in text


def test_a_digest_from_a_parameter_stays_a_digest(stack: cdk.Stack) -> None:
    digest = parameter(stack, "String").value_as_string
    model(stack, image=hosting.ContainerImage.from_ecr(repository(stack), digest=digest))
    assert "/churn@" in str(template_of(stack))


@pytest.mark.parametrize(
    "make",
    [
        lambda stack: cdk.Aws.REGION,
        lambda stack: f"arn:{cdk.Aws.PARTITION}:s3",
        lambda stack: parameter(stack, "Number").value_as_number,
        lambda stack: parameter(stack, "String").value_as_string,
        lambda stack: parameter(stack, "CommaDelimitedList").value_as_list,
        lambda stack: cdk.Fn.condition_if("C", 1, 2),
        lambda stack: cdk.Token.as_number({"Ref": "X"}),
        lambda stack: cdk.Duration.seconds(parameter(stack, "Number").value_as_number).to_seconds(),
    ],
    ids=["region", "in text", "number", "string", "list", "resolvable", "raw", "duration"],
)
def test_what_the_cdk_leaves_open_is_not_known(make: Callable[[cdk.Stack], Any]) -> None:
    stack = new_stack()
    assert not is_known(make(stack))
