"""A handful of representative apps: snapshots, linters and service models look at the same ones."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import aws_cdk as cdk
from aws_cdk import Duration, Size
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

import sagemaker_hosting as hosting
from tests.cdk.support import Template, new_app, new_stack, template_of

ARTIFACT = Path(__file__).parent / "fixtures" / "model"


def minimal(stack: cdk.Stack) -> None:
    hosting.RealTimeEndpoint(
        stack,
        "Churn",
        image=hosting.ContainerImage.from_ecr(
            ecr.Repository.from_repository_name(stack, "Repository", "churn"), tag="1.4.2"
        ),
        data=hosting.ModelData.from_directory(ARTIFACT),
        instance_type="ml.m5.xlarge",
    )


def production(stack: cdk.Stack) -> None:
    """Everything at once: network, encryption, capture, scaling, a canary and every alarm."""
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    captures = s3.Bucket(stack, "Captures", encryption_key=key, enforce_ssl=True)
    model = hosting.Model(
        stack,
        "Model",
        image=hosting.ContainerImage.from_deep_learning_container(
            "pytorch-inference", tag="2.6.0-cpu-py312-ubuntu22.04-sagemaker"
        ),
        data=hosting.ModelData.from_s3(
            s3.Bucket.from_bucket_name(stack, "Models", "models"),
            "churn/17/model.tar.gz",
            encryption_key=key,
        ),
        environment={"SAGEMAKER_MODEL_SERVER_WORKERS": "4"},
        vpc=ec2.Vpc.from_vpc_attributes(
            stack,
            "Vpc",
            vpc_id="vpc-0123456789abcdef0",
            availability_zones=["eu-west-1a", "eu-west-1b"],
            isolated_subnet_ids=["subnet-0000000000000000a", "subnet-0000000000000000b"],
            isolated_subnet_route_table_ids=["rtb-0000000000000000a", "rtb-0000000000000000b"],
        ),
        vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
        network_isolation=True,
        tags={"team": "churn"},
    )
    alarm = hosting.RollbackAlarm
    own = cloudwatch.Alarm(
        stack,
        "Drift",
        metric=cloudwatch.Metric(namespace="Churn", metric_name="Drift"),
        threshold=0.2,
        evaluation_periods=1,
    )
    endpoint = hosting.RealTimeEndpoint(
        stack,
        "Endpoint",
        model=model,
        instance_type="ml.m5.xlarge",
        volume_size=Size.gibibytes(64),
        model_data_download_timeout=Duration.minutes(10),
        container_startup_health_check_timeout=Duration.minutes(5),
        scaling=hosting.Scaling(min_capacity=4, max_capacity=20)
        .track_invocations(per_instance_per_minute=900, scale_out_cooldown=Duration.seconds(60))
        .track_concurrent_requests(per_model=5)
        .track_metric("CPUUtilization", target=240, id="Cpu")
        .step_on(
            "ModelLatency",
            above=500_000,
            statistic="p99",
            steps=[hosting.ScalingStep(lower=0, change=2)],
        )
        .on_schedule("Morning", "cron(0 7 * * ? *)", min_capacity=8, time_zone="Europe/Vienna"),
        rollout=hosting.Rollout.canary(size=hosting.Capacity.percent(25)),
        rollback_on=[
            alarm.error_rate(above=0.01),
            alarm.p50_latency(above=Duration.millis(50)),
            alarm.p90_latency(above=Duration.millis(100)),
            alarm.p99_latency(above=Duration.millis(200)),
            alarm.overhead_latency(above=Duration.millis(50)),
            alarm.cpu_utilization(above_percent=380),
            alarm.memory_utilization(above_percent=90),
            alarm.disk_utilization(above_percent=90),
            alarm.of(own),
        ],
        alarm_topics=[sns.Topic(stack, "Rollbacks", master_key=key)],
        encryption_key=key,
        data_capture=hosting.DataCapture(
            bucket=captures,
            prefix="churn",
            sampling_percentage=10,
            encryption_key=key,
            json_content_types=["application/json"],
        ),
        endpoint_name="churn",
        tags={"team": "churn"},
    )
    caller = iam.Role(stack, "Caller", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    endpoint.grant_invoke(caller)


def variants(stack: cdk.Stack) -> None:
    """Two live variants that scale on their own, and a dark one."""
    models = [
        hosting.Model.from_model_name(stack, f"Model{number}", f"churn-{number}")
        for number in (1, 2, 3)
    ]
    hosting.RealTimeEndpoint(
        stack,
        "Churn",
        variants=[
            hosting.InstanceVariant(
                model=models[0],
                variant_name="Cpu",
                instance_type="ml.c6i.xlarge",
                initial_instance_count=2,
                initial_variant_weight=9,
            ),
            hosting.InstanceVariant(
                model=models[1],
                variant_name="Gpu",
                instance_type="ml.g5.xlarge",
                initial_instance_count=2,
            ),
            hosting.InstanceVariant(
                model=models[2],
                variant_name="Dark",
                instance_type="ml.c6i.xlarge",
                initial_variant_weight=0,
            ),
        ],
        scaling={
            "Cpu": hosting.Scaling(min_capacity=2, max_capacity=10).track_invocations(
                per_instance_per_minute=600
            ),
            "Gpu": hosting.Scaling(min_capacity=1, max_capacity=3).track_metric(
                "GPUUtilization", target=70
            ),
        },
        rollout=hosting.Rollout.linear(),
    )


def model_package(stack: cdk.Stack) -> None:
    hosting.RealTimeEndpoint(
        stack,
        "Churn",
        model=hosting.Model(
            stack,
            "Model",
            package_arn="arn:aws:sagemaker:eu-west-1:111111111111:model-package/churn/7",
        ),
        instance_type="ml.c7i.large",
        initial_instance_count=3,
        rollout=hosting.Rollout.rolling(max_batch_size=hosting.Capacity.instances(1)),
    )


def pieces(stack: cdk.Stack) -> None:
    """The composable pieces, with parameters wherever a user may want one."""
    count = cdk.CfnParameter(stack, "Count", type="Number", default=2)
    kind = cdk.CfnParameter(stack, "InstanceType", default="ml.m5.xlarge")
    maximum = cdk.CfnParameter(stack, "MaximumCapacity", type="Number", default=6)
    config = hosting.EndpointConfig(
        stack,
        "Config",
        variants=[
            hosting.InstanceVariant(
                model=hosting.Model.from_model_name(stack, "Model", "churn-1"),
                instance_type=kind.value_as_string,
            )
        ],
        default_instance_count=count.value_as_number,
    )
    endpoint = hosting.Endpoint(
        stack, "Endpoint", config=config, endpoint_name="churn", rollout=hosting.Rollout.canary()
    )
    endpoint.scale_variant(
        hosting.Scaling(
            min_capacity=count.value_as_number,
            max_capacity=maximum.value_as_number,
        ).track_invocations(per_instance_per_minute=900)
    )


def every_setting(stack: cdk.Stack) -> None:
    """Every leaf of a variant on instances, and what belongs to configurations of all kinds."""
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    dumps = s3.Bucket(stack, "Dumps", enforce_ssl=True)
    config = hosting.EndpointConfig(
        stack,
        "Config",
        variants=[
            hosting.InstanceVariant(
                model=hosting.Model.from_model_name(stack, "Model", "churn-1"),
                variant_name="Reserved",
                instance_type="ml.p5.48xlarge",
                initial_instance_count=2,
                model_data_download_timeout=Duration.minutes(30),
                container_startup_health_check_timeout=Duration.minutes(20),
                routing=hosting.Routing.prefix_aware(prefix_length=4096, concurrency_threshold=32),
                capacity_reservation=hosting.CapacityReservation(
                    reservation_arn="arn:aws:sagemaker:eu-west-1:111111111111:training-plan/churn"
                ),
                inference_ami_version="al2023-ami-sagemaker-inference-gpu-4-1",
                core_dump=hosting.CoreDump(bucket=dumps, prefix="dumps/churn", encryption_key=key),
            ),
            hosting.InstanceVariant(
                model=hosting.Model.from_model_name(stack, "Fallback", "churn-2"),
                variant_name="Pools",
                instance_pools=[
                    hosting.InstancePool(instance_type="ml.m5.xlarge", priority=1),
                    hosting.InstancePool(
                        instance_type="ml.c6i.xlarge",
                        priority=2,
                        model=hosting.Model.from_model_name(stack, "Other", "churn-3"),
                    ),
                ],
                provision_timeout=Duration.minutes(10),
                initial_instance_count=2,
                volume_size=Size.gibibytes(64),
                routing=hosting.Routing.least_outstanding_requests(),
            ),
        ],
        metrics_config=hosting.MetricsConfig(
            enhanced=True, detailed_observability=False, publish_frequency=Duration.seconds(30)
        ),
    )
    hosting.Endpoint(stack, "Endpoint", config=config, rollout=hosting.Rollout.canary())


def serverless(stack: cdk.Stack) -> None:
    """A serverless endpoint whose warm part follows its load and the clock."""
    endpoint = hosting.ServerlessEndpoint(
        stack,
        "Churn",
        image=hosting.ContainerImage.from_ecr(
            ecr.Repository.from_repository_name(stack, "Repository", "churn"), tag="1.4.2"
        ),
        data=hosting.ModelData.from_directory(ARTIFACT),
        memory_size=Size.gibibytes(3),
        max_concurrency=50,
        scaling=hosting.ProvisionedConcurrencyScaling(min_capacity=2, max_capacity=20)
        .track_utilization(target=0.7)
        .on_schedule("Morning", "cron(0 7 * * ? *)", min_capacity=10, time_zone="Europe/Vienna"),
        alarm_topics=[
            sns.Topic.from_topic_arn(
                stack, "Topic", "arn:aws:sns:eu-west-1:111111111111:operations"
            )
        ],
        encryption_key=kms.Key(stack, "Key", enable_key_rotation=True),
        tags={"team": "churn"},
    )
    endpoint.grant_invoke(
        iam.Role(stack, "Caller", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    )


def asynchronous(stack: cdk.Stack) -> None:
    """A queue in front of a GPU that sleeps, with callers, topics and keys."""
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    bucket = s3.Bucket(stack, "Requests", encryption_key=key, enforce_ssl=True)
    endpoint = hosting.AsyncEndpoint(
        stack,
        "Transcriber",
        image=hosting.ContainerImage.from_ecr(
            ecr.Repository.from_repository_name(stack, "Repository", "churn"), tag="1.4.2"
        ),
        environment={"TS_DEFAULT_RESPONSE_TIMEOUT": "3600"},
        instance_type="ml.g5.xlarge",
        async_inference=hosting.AsyncInference(
            output_bucket=bucket,
            output_prefix="churn/output",
            failure_prefix="churn/failures",
            input_prefix="churn/input",
            encryption_key=key,
            notifications=hosting.AsyncNotifications.new_topics(
                encryption_key=key, include_response_in=["SUCCESS_NOTIFICATION_TOPIC"]
            ),
            max_concurrent_invocations_per_instance=4,
        ),
        scaling=hosting.AsyncScaling(min_capacity=0, max_capacity=5).track_backlog(
            per_instance=5, scale_in_cooldown=Duration.minutes(10)
        ),
        rollout=hosting.Rollout.all_at_once(),
        alarm_topics=[sns.Topic(stack, "Operations", master_key=key, enforce_ssl=True)],
        endpoint_name="transcriber",
        tags={"team": "churn"},
    )
    caller = iam.Role(stack, "Caller", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    endpoint.grant_invoke_async(caller)
    endpoint.grant_write_input(caller)
    endpoint.grant_read_output(caller)


def components(stack: cdk.Stack) -> None:
    """Two models that share GPUs which come and go, and an adapter of one of them."""
    models = s3.Bucket.from_bucket_name(stack, "Models", "models")
    images = ecr.Repository.from_repository_name(stack, "Repository", "churn")
    topic = sns.Topic.from_topic_arn(
        stack, "Topic", "arn:aws:sns:eu-west-1:111111111111:operations"
    )
    image = hosting.ContainerImage.from_ecr(images, tag="1.4.2")
    vpc = ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-0123456789abcdef0",
        availability_zones=["eu-west-1a", "eu-west-1b"],
        isolated_subnet_ids=["subnet-0000000000000000a", "subnet-0000000000000000b"],
        isolated_subnet_route_table_ids=["rtb-0000000000000000a", "rtb-0000000000000000b"],
    )
    isolated = ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
    endpoint = hosting.InferenceComponentEndpoint(
        stack,
        "Shared",
        instance_pools=[
            hosting.InstancePool(instance_type="ml.g6.12xlarge", priority=1),
            hosting.InstancePool(instance_type="ml.g6e.12xlarge", priority=2),
        ],
        managed_scaling=hosting.ManagedInstanceScaling(
            min_instances=0,
            max_instances=4,
            scale_in=hosting.ScaleInPolicy.consolidation(
                maximum_step_size=1, cooldown=Duration.minutes(20)
            ),
        ),
        routing=hosting.Routing.least_outstanding_requests(),
        vpc=vpc,
        vpc_subnets=isolated,
        network_isolation=True,
        rollout=hosting.Rollout.all_at_once(),
        rollback_on=[hosting.RollbackAlarm.memory_utilization(above_percent=95)],
        metrics_config=hosting.MetricsConfig(detailed_observability=True),
        endpoint_name="shared",
    )
    llama = hosting.InferenceComponent(
        stack,
        "Llama",
        endpoint=endpoint,
        image=image,
        data=hosting.ModelData.from_s3(models, "churn/llama/model.tar.gz"),
        environment={"OPTION_ENABLE_LORA": "true"},
        requirements=hosting.ComputeRequirements(
            min_memory=Size.gibibytes(64),
            max_memory=Size.gibibytes(96),
            accelerators=2,
            cpu_cores=8,
        ),
        model_data_download_timeout=Duration.minutes(20),
        container_startup_health_check_timeout=Duration.minutes(10),
        placement=hosting.Placement.spread(max_imbalance=1),
        data_cache=True,
        container_metrics=hosting.ContainerMetrics(publish_frequency=Duration.seconds(30)),
        scaling=hosting.CopyScaling(min_capacity=0, max_capacity=8).track_concurrent_requests(
            per_copy=5
        ),
        rollout=hosting.ComponentRollout(
            max_batch_size=hosting.Capacity.copies(1),
            rollback_max_batch_size=hosting.Capacity.percent(100),
        ),
        inference_component_name="llama",
        tags={"team": "churn"},
    )
    hosting.InferenceComponent(
        stack,
        "Mistral",
        endpoint=endpoint,
        specifications=[
            hosting.ComponentSpecification(
                instance_type=instance_type,
                model=hosting.Model(
                    stack,
                    f"Mistral-{index}",
                    image=image,
                    data=hosting.ModelData.from_s3(models, f"churn/mistral-{index}/model.tar.gz"),
                    role=endpoint.role,
                    vpc=vpc,
                    vpc_subnets=isolated,
                    security_groups=endpoint.connections.security_groups,
                    network_isolation=True,
                ),
                requirements=hosting.ComputeRequirements(
                    min_memory=Size.gibibytes(32), accelerators=accelerators
                ),
            )
            for index, (instance_type, accelerators) in enumerate(
                [("ml.g6.12xlarge", 2), ("ml.g6e.12xlarge", 1)]
            )
        ],
        scaling=hosting.CopyScaling(min_capacity=0, max_capacity=4)
        .track_invocations(per_copy_per_minute=60)
        .wake_up(copies=2),
        alarm_topics=[topic],
        inference_component_name="mistral",
    )
    french = hosting.AdapterComponent(
        stack,
        "French",
        base=llama,
        data=hosting.ModelData.from_s3(models, "churn/french/adapter.tar.gz"),
        inference_component_name="llama-french",
    )
    french.grant_invoke(
        iam.Role(stack, "Caller", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    )


def dashboards(stack: cdk.Stack) -> None:
    """Endpoints of every kind on one dashboard, imported ones among them."""
    topic = sns.Topic.from_topic_arn(
        stack, "Topic", "arn:aws:sns:eu-west-1:111111111111:operations"
    )
    churn = hosting.RealTimeEndpoint(
        stack,
        "Churn",
        model=hosting.Model.from_model_name(stack, "Model", "churn-1"),
        instance_type="ml.m5.xlarge",
        scaling=hosting.Scaling(min_capacity=2, max_capacity=8)
        .track_invocations(per_instance_per_minute=900)
        .track_concurrent_requests(per_model=5),
        rollback_on=[
            hosting.RollbackAlarm.error_rate(above=0.01),
            hosting.RollbackAlarm.p99_latency(above=Duration.millis(200)),
            hosting.RollbackAlarm.memory_utilization(above_percent=90),
        ],
        alarms=[hosting.HealthAlarm.metric("Invocation4XXErrors", above=100, statistic="Sum")],
        alarm_topics=[topic],
    )
    bursts = hosting.ServerlessEndpoint(
        stack,
        "Bursts",
        model=hosting.Model.from_model_name(stack, "BurstModel", "churn-2"),
        memory_size=Size.gibibytes(3),
        max_concurrency=50,
        scaling=hosting.ProvisionedConcurrencyScaling(
            min_capacity=2, max_capacity=20
        ).track_utilization(target=0.7),
        alarm_topics=[topic],
    )
    queue = hosting.AsyncEndpoint(
        stack,
        "Queue",
        model=hosting.Model.from_model_name(stack, "QueueModel", "churn-3"),
        instance_type="ml.g5.xlarge",
        async_inference=hosting.AsyncInference(
            output_bucket=s3.Bucket.from_bucket_name(stack, "Responses", "responses")
        ),
        scaling=hosting.AsyncScaling(min_capacity=0, max_capacity=5).track_backlog(per_instance=5),
        rollout=hosting.Rollout.all_at_once(),
        alarm_topics=[topic],
    )
    shared = hosting.InferenceComponentEndpoint.from_endpoint_name(
        stack, "Shared", "shared", variant_names=["AllTraffic"]
    )
    component = hosting.InferenceComponent.from_inference_component_name(
        stack, "Llama", "llama", endpoint=shared
    )
    component.scale_copies(
        hosting.CopyScaling(min_capacity=0, max_capacity=4).track_concurrent_requests(per_copy=5)
    )
    elsewhere = hosting.Endpoint.from_endpoint_attributes(
        stack,
        "Elsewhere",
        endpoint_name="Ranking",
        endpoint_arn="arn:aws:sagemaker:us-east-1:222222222222:endpoint/ranking",
        variant_names=["AllTraffic"],
    )
    hosting.EndpointDashboard(
        stack,
        "Dashboard",
        endpoints=[churn, bursts, queue, shared, elsewhere],
        components=[component],
        percentiles=["p50", "p95", "p99.9"],
        default_interval=Duration.hours(12),
        dashboard_name="churn",
    )


def shadow(stack: cdk.Stack) -> None:
    """Two shadows that run for as long as one likes, with every setting that there is."""
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    bucket = s3.Bucket(stack, "Captures", encryption_key=key, enforce_ssl=True)
    image = hosting.ContainerImage.from_ecr(
        ecr.Repository.from_repository_name(stack, "Repository", "churn"), tag="1.4.2"
    )
    models = s3.Bucket.from_bucket_name(stack, "Models", "models")
    candidate = hosting.Model(
        stack,
        "Candidate",
        image=image,
        data=hosting.ModelData.from_s3(models, "churn/candidate/model.tar.gz"),
    )
    hosting.RealTimeEndpoint(
        stack,
        "Churn",
        image=image,
        data=hosting.ModelData.from_s3(models, "churn/current/model.tar.gz"),
        instance_type="ml.m5.xlarge",
        shadow_variant=hosting.ShadowVariant(
            model=candidate,
            sampling_percentage=50,
            instance_pools=[
                hosting.InstancePool(instance_type="ml.m5.xlarge", priority=1),
                hosting.InstancePool(
                    instance_type="ml.c6i.xlarge",
                    priority=2,
                    model=hosting.Model.from_model_name(stack, "Other", "churn-3"),
                ),
            ],
            provision_timeout=Duration.minutes(10),
            volume_size=Size.gibibytes(64),
            routing=hosting.Routing.least_outstanding_requests(),
        ),
        scaling=hosting.Scaling(min_capacity=2, max_capacity=8).track_invocations(
            per_instance_per_minute=900
        ),
        encryption_key=key,
        data_capture=hosting.DataCapture(bucket=bucket, prefix="churn", encryption_key=key),
        endpoint_name="churn",
    )
    hosting.RealTimeEndpoint(
        stack,
        "Reserved",
        model=hosting.Model.from_model_name(stack, "Model", "churn-1"),
        instance_type="ml.p5.48xlarge",
        shadow_variant=hosting.ShadowVariant(
            model=hosting.Model.from_model_name(stack, "Newer", "churn-2"),
            variant_name="Newer",
            instance_type="ml.p5.48xlarge",
            initial_instance_count=1,
            model_data_download_timeout=Duration.minutes(30),
            container_startup_health_check_timeout=Duration.minutes(20),
            routing=hosting.Routing.prefix_aware(prefix_length=4096, concurrency_threshold=32),
            capacity_reservation=hosting.CapacityReservation(
                reservation_arn="arn:aws:sagemaker:eu-west-1:111111111111:training-plan/churn"
            ),
            inference_ami_version="al2023-ami-sagemaker-inference-gpu-4-1",
            core_dump=hosting.CoreDump(bucket=bucket, prefix="churn/dumps", encryption_key=key),
        ),
        rollout=hosting.Rollout.all_at_once(),
    )


def shadow_test(stack: cdk.Stack) -> None:
    """A test of an endpoint of this app, and the end of one elsewhere."""
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    bucket = s3.Bucket(stack, "Answers", encryption_key=key, enforce_ssl=True)
    models = s3.Bucket.from_bucket_name(stack, "Models", "models")
    image = hosting.ContainerImage.from_ecr(
        ecr.Repository.from_repository_name(stack, "Repository", "churn"), tag="1.4.2"
    )
    endpoint = hosting.RealTimeEndpoint(
        stack,
        "Churn",
        image=image,
        data=hosting.ModelData.from_s3(models, "churn/current/model.tar.gz"),
        instance_type="ml.m5.xlarge",
        initial_instance_count=2,
        endpoint_name="churn",
    )
    candidate = hosting.Model(
        stack,
        "Candidate",
        image=image,
        data=hosting.ModelData.from_s3(models, "churn/candidate/model.tar.gz"),
    )
    test = hosting.ShadowTest(
        stack,
        "Test",
        endpoint=endpoint,
        shadow=hosting.ShadowTestVariant(
            model=candidate, instance_type="ml.m5.xlarge", instance_count=2
        ),
        sampling_percentage=100,
        schedule=hosting.ShadowTestSchedule(
            start="2027-03-01T08:00:00Z", end="2027-03-15T08:00:00Z"
        ),
        data_storage=hosting.ShadowTestDataStorage(
            bucket=bucket,
            prefix="churn",
            encryption_key=key,
            csv_content_types=["text/csv"],
            json_content_types=["application/json"],
        ),
        encryption_key=key,
        description="the model of March",
        tags={"team": "churn"},
    )
    caller = iam.Role(stack, "Caller", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    test.grant_describe(caller)
    test.grant_stop(caller)
    hosting.ShadowTest(
        stack,
        "Ended",
        endpoint=hosting.Endpoint.from_endpoint_name(
            stack, "Fraud", "fraud", variant_names=["Live"]
        ),
        production=hosting.ShadowTestVariant(
            model=hosting.Model.from_model_name(stack, "Fraud1", "fraud-1"),
            instance_type="ml.c6i.xlarge",
            variant_name="Live",
        ),
        shadow=hosting.ShadowTestVariant(
            model=hosting.Model.from_model_name(stack, "Fraud2", "fraud-2"),
            instance_type="ml.c6i.xlarge",
        ),
        schedule=hosting.ShadowTestSchedule(end="2027-03-15T08:00:00Z"),
        state=hosting.ShadowTestState.completed(reason="as fast, fewer errors", keep="shadow"),
        shadow_test_name="fraud-2",
    )


def explained(stack: cdk.Stack) -> None:
    """Answers with explanations: of columns in CSV, and of text in JSON Lines."""
    models = s3.Bucket.from_bucket_name(stack, "Models", "models")
    image = hosting.ContainerImage.from_ecr(
        ecr.Repository.from_repository_name(stack, "Repository", "churn"), tag="1.4.2"
    )
    hosting.RealTimeEndpoint(
        stack,
        "Churn",
        model=hosting.MultiModel(
            stack,
            "Model",
            image=image,
            models=hosting.MultiModelData(bucket=models, prefix="churn/models"),
        ),
        instance_type="ml.m5.xlarge",
        explainer=hosting.ClarifyExplainer(
            enable_explanations="[1] > `0.5`",
            inference=hosting.ClarifyInference(
                max_record_count=100,
                max_payload=Size.mebibytes(6),
                probability_index=1,
                label_index=0,
                feature_headers=["age", "calls", "months"],
            ),
            shap=hosting.ClarifyShap(
                baseline=hosting.ShapBaseline.inline("41,2,17", mime_type="text/csv"),
                use_logit=True,
                seed=0,
            ),
        ),
        scaling=hosting.Scaling(min_capacity=2, max_capacity=8)
        .track_invocations(per_instance_per_minute=900)
        .track_metric("ExplanationsPerInstance", target=20),
    )
    hosting.RealTimeEndpoint(
        stack,
        "Reviews",
        image=image,
        data=hosting.ModelData.from_s3(models, "churn/reviews/model.tar.gz"),
        instance_type="ml.m5.xlarge",
        explainer=hosting.ClarifyExplainer(
            enable_explanations=False,
            inference=hosting.ClarifyInference(
                features_attribute="features",
                content_template='{"features":$features}',
                max_record_count=100,
                probability_attribute="probability",
                label_attribute="labels",
                feature_types=["text"],
            ),
            shap=hosting.ClarifyShap(
                baseline=hosting.ShapBaseline.from_s3(
                    models, "churn/reviews/baseline.jsonl", mime_type="application/jsonlines"
                ),
                number_of_samples=100,
                text=hosting.ClarifyText(language="en", granularity="token"),
            ),
        ),
    )


def private_access(stack: cdk.Stack) -> None:
    """A VPC without a way out: what models need there, and the only way to invoke them."""
    isolated = ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
    vpc = ec2.Vpc(
        stack,
        "Vpc",
        ip_addresses=ec2.IpAddresses.cidr("10.0.0.0/16"),
        availability_zones=[cdk.Fn.select(place, cdk.Fn.get_azs()) for place in (0, 1)],
        subnet_configuration=[
            ec2.SubnetConfiguration(
                name="Models", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=24
            )
        ],
        restrict_default_security_group=False,
    )
    models = s3.Bucket.from_bucket_name(stack, "Models", "models")
    model = hosting.Model(
        stack,
        "Model",
        image=hosting.ContainerImage.from_ecr(
            ecr.Repository.from_repository_name(stack, "Repository", "churn"), tag="1.4.2"
        ),
        data=hosting.ModelData.from_s3(models, "churn/17/model.tar.gz"),
        vpc=vpc,
        vpc_subnets=isolated,
    )
    endpoint = hosting.RealTimeEndpoint(
        stack, "Churn", model=model, instance_type="ml.m5.xlarge", initial_instance_count=2
    )
    queue = hosting.AsyncEndpoint.from_endpoint_name(
        stack, "Queue", "Queue", variant_names=["AllTraffic"]
    )
    shared = hosting.InferenceComponentEndpoint.from_endpoint_name(stack, "Shared", "Shared")
    component = hosting.InferenceComponent.from_inference_component_name(
        stack, "Llama", "Llama", endpoint=shared
    )
    hosting.HostingVpcEndpoints(
        stack,
        "Services",
        vpc=vpc,
        vpc_subnets=isolated,
        buckets=[models],
        services=["ecr", "logs", "ssm"],
        clients=[model.connections],
    )
    caller = iam.Role(stack, "Caller", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    callers = ec2.SecurityGroup(stack, "Callers", vpc=vpc, description="Callers of models")
    runtime = hosting.RuntimeVpcEndpoint(
        stack,
        "Runtime",
        vpc=vpc,
        vpc_subnets=isolated,
        targets=[endpoint, queue, component],
        clients=[callers],
        callers=[caller],
    )
    runtime.grant_invoke(caller)
    hosting.ApiVpcEndpoint(
        stack,
        "Api",
        vpc=vpc,
        vpc_subnets=isolated,
        targets=[endpoint, component],
        endpoint_actions=["sagemaker:DescribeEndpoint", "sagemaker:UpdateEndpoint"],
        statements=[
            iam.PolicyStatement(
                principals=[iam.AnyPrincipal()],
                actions=["sagemaker:ListEndpoints"],
                resources=["*"],
                conditions={"StringEquals": {"aws:PrincipalAccount": stack.account}},
            )
        ],
    )


def monitors(stack: cdk.Stack) -> None:
    """Every leaf of the monitors of an endpoint, each with an alarm."""
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    data = s3.Bucket(stack, "Data", encryption_key=key, enforce_ssl=True)
    topic = sns.Topic(stack, "Drift", master_key=key)
    model = hosting.Model(
        stack,
        "Model",
        image=hosting.ContainerImage.from_ecr(
            ecr.Repository.from_repository_name(stack, "Repository", "churn"), tag="1.4.2"
        ),
    )
    endpoint = hosting.RealTimeEndpoint(
        stack,
        "Endpoint",
        model=model,
        instance_type="ml.m5.xlarge",
        data_capture=hosting.DataCapture(bucket=data, prefix="churn/captured", encryption_key=key),
        endpoint_name="churn",
    )
    captured = hosting.MonitoredData.of_endpoint(
        endpoint, input_mode="File", distribution="FullyReplicated"
    )
    output = hosting.MonitoringOutput(
        bucket=data, prefix="churn/reports", encryption_key=key, upload_mode="EndOfJob"
    )
    cluster = hosting.MonitoringCluster(
        instance_type="ml.m5.2xlarge",
        instance_count=2,
        volume_size=Size.gibibytes(50),
        encryption_key=key,
    )
    network = hosting.MonitoringNetwork(
        vpc=ec2.Vpc.from_vpc_attributes(
            stack,
            "Vpc",
            vpc_id="vpc-0123456789abcdef0",
            availability_zones=["eu-west-1a", "eu-west-1b"],
            isolated_subnet_ids=["subnet-0000000000000000a", "subnet-0000000000000000b"],
            isolated_subnet_route_table_ids=["rtb-0000000000000000a", "rtb-0000000000000000b"],
        ),
        vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
        security_groups=[
            ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-0123456789abcdef0")
        ],
        network_isolation=True,
        encrypt_traffic=True,
    )
    baseline = hosting.MonitoringBaseline(
        constraints=hosting.S3File(bucket=data, key="churn/baseline/constraints.json"),
        job_name="churn-baseline",
    )
    labels = hosting.GroundTruth(bucket=data, prefix="churn/labels", encryption_key=key)
    script = hosting.S3File(bucket=data, key="churn/scripts/script.py", encryption_key=key)
    quality = hosting.DataQualityMonitor(
        stack,
        "DataQuality",
        data=captured,
        output=output,
        baseline=hosting.MonitoringBaseline(
            constraints=hosting.S3File(bucket=data, key="churn/baseline/constraints.json"),
            statistics=hosting.S3File(bucket=data, key="churn/baseline/statistics.json"),
            job_name="churn-baseline",
        ),
        schedule=hosting.MonitoringSchedule.hourly().analyzing(start=Duration.hours(2)),
        exclude_features=["customer", "4"],
        record_preprocessor=script,
        post_analytics_processor=script,
        entrypoint=["/bin/analyze"],
        arguments=["--strict"],
        environment={"MODE": "strict"},
        cluster=cluster,
        network=network,
        max_runtime=Duration.minutes(50),
        alarm_topics=[topic],
        tags={"team": "churn"},
    )
    quality.drift_alarm(feature="age", above=0.2)
    accuracy = hosting.ModelQualityMonitor(
        stack,
        "ModelQuality",
        data=captured,
        ground_truth=labels,
        problem_type="BinaryClassification",
        output=output,
        baseline=baseline,
        schedule=hosting.MonitoringSchedule.every(6, first_hour=2),
        inference_attribute="0",
        probability_attribute="1",
        probability_threshold=0.5,
        start_offset=Duration.days(8),
        end_offset=Duration.days(1),
        record_preprocessor=script,
        post_analytics_processor=script,
        entrypoint=["/bin/analyze"],
        arguments=["--strict"],
        environment={"MODE": "strict"},
        cluster=cluster,
        network=network,
        alarm_topics=[topic],
        tags={"team": "churn"},
    )
    accuracy.drift_alarm("f1", below=0.8)
    bias = hosting.BiasMonitor(
        stack,
        "Bias",
        data=captured,
        ground_truth=labels,
        analysis_config=hosting.S3File(bucket=data, key="churn/bias/analysis_config.json"),
        output=output,
        baseline=baseline,
        schedule=hosting.MonitoringSchedule.daily(hour=4),
        features_attribute="features",
        inference_attribute="label",
        probability_attribute="score",
        probability_threshold=0.5,
        start_offset=Duration.hours(36),
        end_offset=Duration.minutes(90),
        environment={"MODE": "strict"},
        cluster=cluster,
        network=network,
        alarm_topics=[topic],
        tags={"team": "churn"},
    )
    group = {"label": "churned", "label_value": "1", "facet": "age", "facet_value": "40"}
    bias.drift_alarm("DPPL", **group, above=0.2)
    bias.drift_alarm("CI", **group, below=-0.2)
    attributions = hosting.ExplainabilityMonitor(
        stack,
        "Explainability",
        data=captured,
        models=[model],
        analysis_config=hosting.S3File(bucket=data, key="churn/shap/analysis_config.json"),
        output=output,
        baseline=baseline,
        features_attribute="features",
        inference_attribute="label",
        probability_attribute="score",
        environment={"MODE": "strict"},
        cluster=cluster,
        network=replace(network, network_isolation=False),
        alarm_topics=[topic],
        tags={"team": "churn"},
    )
    attributions.drift_alarm(feature="age", above=0.4)
    custom = hosting.CustomMonitor(
        stack,
        "Diversity",
        data=captured,
        image=hosting.ContainerImage.from_ecr(
            ecr.Repository.from_repository_name(stack, "Diverse", "diversity"), tag="1.0.0"
        ),
        output=output,
        baseline=hosting.MonitoringBaseline(
            constraints=hosting.S3File(bucket=data, key="churn/baseline/constraints.json"),
            statistics=hosting.S3File(bucket=data, key="churn/baseline/statistics.json"),
        ),
        schedule=hosting.MonitoringSchedule.now(start=Duration.hours(24), end=Duration.hours(1)),
        exclude_features=["customer"],
        entrypoint=["/bin/analyze"],
        arguments=["--strict"],
        environment={"MODE": "strict"},
        cluster=cluster,
        network=network,
        alarm_topics=[topic],
        tags={"team": "churn"},
    )
    custom.drift_alarm("distinct_categories", below=4)


def batch_monitors(stack: cdk.Stack) -> None:
    """The smallest monitors of batch transform jobs, of each format of data."""
    data = s3.Bucket.from_bucket_name(stack, "Data", "churn-data")
    output = hosting.MonitoringOutput(bucket=data, prefix="reports/churn")
    labels = hosting.GroundTruth(bucket=data, prefix="labels/churn")
    config = hosting.S3File(bucket=data, key="churn/analysis_config.json")

    def captured(dataset_format: hosting.DatasetFormat) -> hosting.MonitoredData:
        return hosting.MonitoredData.of_batch_transform(
            data,
            "captured/churn",
            dataset_format=dataset_format,
            input_mode="Pipe",
            distribution="ShardedByS3Key",
        )

    formats = hosting.DatasetFormat
    for name, dataset_format in (
        ("Csv", formats.csv(header=True)),
        ("Json", formats.json()),
        ("Parquet", formats.parquet()),
    ):
        hosting.DataQualityMonitor(
            stack,
            f"DataQuality{name}",
            data=captured(dataset_format),
            output=output,
            exclude_features=["0"],
        )
        quality = hosting.ModelQualityMonitor(
            stack,
            f"ModelQuality{name}",
            data=captured(dataset_format),
            ground_truth=labels,
            problem_type="Regression",
            output=output,
            inference_attribute="0",
            probability_attribute="1",
            probability_threshold=0.5,
            start_offset=Duration.days(2),
            end_offset=Duration.days(1),
        )
        quality.drift_alarm("rmse", above=3)
        hosting.BiasMonitor(
            stack,
            f"Bias{name}",
            data=captured(dataset_format),
            ground_truth=labels,
            analysis_config=config,
            output=output,
            features_attribute="features",
            inference_attribute="label",
            probability_attribute="score",
            probability_threshold=0.5,
            start_offset=Duration.days(2),
            end_offset=Duration.days(1),
        )
        hosting.ExplainabilityMonitor(
            stack,
            f"Explainability{name}",
            data=captured(dataset_format),
            models=[hosting.Model.from_model_name(stack, f"Model{name}", "Churn-1")],
            analysis_config=config,
            output=output,
            features_attribute="features",
            inference_attribute="label",
            probability_attribute="score",
        )
        hosting.CustomMonitor(
            stack,
            f"Own{name}",
            data=captured(dataset_format),
            image=hosting.ContainerImage.from_uri(
                "111111111111.dkr.ecr.eu-west-1.amazonaws.com/diversity:1.0.0"
            ),
            output=output,
            exclude_features=["0"],
        )


def organisation(stack: cdk.Stack) -> None:
    """Everything that a platform team can set, and who takes it."""
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    hosting.HostingDefaults.of(stack).set(
        hosting.Defaults(
            vpc=ec2.Vpc.from_vpc_attributes(
                stack,
                "Vpc",
                vpc_id="vpc-0123456789abcdef0",
                availability_zones=["eu-west-1a", "eu-west-1b"],
                private_subnet_ids=["subnet-0000000000000000a", "subnet-0000000000000000b"],
                private_subnet_route_table_ids=["rtb-0000000000000000a", "rtb-0000000000000000b"],
            ),
            volume_key=key,
            capture_key=key,
            async_output_key=key,
            permissions_boundary=iam.ManagedPolicy.from_managed_policy_arn(
                stack, "Boundary", "arn:aws:iam::111111111111:policy/workloads"
            ),
            tags={"cost-centre": "ml"},
            rollout=hosting.Rollout.linear(bake=Duration.minutes(7)),
            component_rollout=hosting.ComponentRollout(bake=Duration.minutes(7)),
            rollback_on=[hosting.RollbackAlarm.error_rate(above=0.01)],
            alarm_topics=[sns.Topic(stack, "OnCall", master_key=key)],
            name_prefix="dev-",
            name_pattern="dev-.*",
            logs=hosting.ContainerLogs(retention=Duration.days(30), encryption_key=key),
            off_hours=hosting.OffHours(
                starts=time(7), stops=time(19, 30), time_zone="Europe/Vienna"
            ),
            expiry=hosting.Expiry(at=datetime(2030, 1, 31, 18, tzinfo=UTC)),
            allowed_instance_types=["ml.m5.*", "ml.g5.*"],
            allowed_rollouts=["linear", "rolling"],
            minimum_bake=Duration.minutes(5),
        ).enforced(message="ask #ml-platform")
    )
    image = hosting.ContainerImage.from_uri(
        "111111111111.dkr.ecr.eu-west-1.amazonaws.com/churn:1.4.2"
    )
    hosting.RealTimeEndpoint(
        stack,
        "Churn",
        image=image,
        instance_type="ml.m5.xlarge",
        scaling=hosting.Scaling(min_capacity=2, max_capacity=4).track_invocations(
            per_instance_per_minute=900
        ),
        data_capture=hosting.DataCapture(
            bucket=s3.Bucket.from_bucket_name(stack, "Captures", "captures"), prefix="churn"
        ),
    )
    shared = hosting.InferenceComponentEndpoint(
        stack, "Shared", instance_type="ml.g5.12xlarge", initial_instance_count=2
    )
    hosting.InferenceComponent(
        stack,
        "Llama",
        endpoint=shared,
        image=image,
        requirements=hosting.ComputeRequirements(min_memory=Size.gibibytes(8), accelerators=1),
        scaling=hosting.CopyScaling(min_capacity=1, max_capacity=4).track_concurrent_requests(
            per_copy=5
        ),
    )


def batch_transform(stack: cdk.Stack) -> None:
    """A nightly job with every parameter that there is, and one that whoever starts it feeds."""
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    data = s3.Bucket(
        stack,
        "Data",
        encryption_key=key,
        enforce_ssl=True,
        lifecycle_rules=[
            s3.LifecycleRule(abort_incomplete_multipart_upload_after=Duration.days(7))
        ],
    )
    model = hosting.Model(
        stack,
        "Model",
        image=hosting.ContainerImage.from_ecr(
            ecr.Repository.from_repository_name(stack, "Repository", "churn"), tag="1.4.2"
        ),
        data=hosting.ModelData.from_directory(ARTIFACT),
    )
    hosting.BatchTransform(
        stack,
        "Nightly",
        model=model,
        input=hosting.TransformInput.from_prefix(
            data,
            "churn/customers/",
            content_type="text/csv",
            split_type="Line",
            compression_type="Gzip",
        ),
        output=hosting.TransformOutput(
            bucket=data,
            prefix="churn/scores",
            accept="text/csv",
            assemble_with="Line",
            encryption_key=key,
            per_execution=True,
        ),
        instance_type="ml.m5.xlarge",
        instance_count=4,
        encryption_key=key,
        transform_ami_version="al2-ami-sagemaker-batch-gpu-470",
        batch_strategy="MultiRecord",
        max_payload=Size.mebibytes(10),
        max_concurrent_transforms=4,
        invocations_timeout=Duration.minutes(5),
        invocations_max_retries=1,
        environment={"THRESHOLD": "0.5"},
        data_processing=hosting.TransformDataProcessing(
            input_filter="$[1:]", join_source="Input", output_filter="$[0,-1]"
        ),
        data_capture=hosting.TransformDataCapture(
            bucket=data, prefix="churn/captures", encryption_key=key, generate_inference_id=True
        ),
        experiment=hosting.TransformExperiment(
            experiment_name="churn",
            trial_name="nightly",
            trial_component_display_name="scores",
            run_name="scores",
        ),
        job_name_prefix="churn-nightly",
        timeout=Duration.hours(6),
        job_retries=1,
        failure_topics=[sns.Topic(stack, "Operations", master_key=key, enforce_ssl=True)],
        schedule=hosting.TransformSchedule(
            expression="cron(0 3 * * ? *)",
            time_zone="Europe/Vienna",
            flexible_window=Duration.minutes(15),
            start=datetime(2027, 1, 1, tzinfo=UTC),
            end=datetime(2028, 1, 1, tzinfo=UTC),
            retry_attempts=3,
            maximum_event_age=Duration.hours(1),
            dead_letter_queue=sqs.Queue(
                stack, "Missed", encryption_master_key=key, enforce_ssl=True
            ),
        ),
        tags={"team": "churn"},
    )
    fed = hosting.BatchTransform(
        stack,
        "OnDemand",
        model=model,
        input=hosting.TransformInput.from_execution(data, "churn/requests/"),
        output=hosting.TransformOutput(bucket=data, prefix="churn/responses"),
        instance_type="ml.g4dn.xlarge",
    )
    caller = iam.Role(stack, "Caller", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    fed.state_machine.grant_start_execution(caller)


APPS: dict[str, Callable[[cdk.Stack], None]] = {
    app.__name__: app
    for app in (
        minimal,
        production,
        variants,
        model_package,
        pieces,
        every_setting,
        serverless,
        asynchronous,
        components,
        organisation,
        dashboards,
        shadow,
        shadow_test,
        explained,
        private_access,
        monitors,
        batch_monitors,
        batch_transform,
    )
}


@functools.cache
def template(name: str) -> Template:
    """Return the template of an app, checked by the CDK and by our rules, assets normalised."""
    stack = new_stack("Hosting", app=new_app())
    APPS[name](stack)
    return normalised(template_of(stack))


def normalised(template: Template) -> Template:
    """Drop what the CDK adds to every stack, and number the asset hashes by appearance."""
    seen: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        return seen.setdefault(match[0], f"asset{len(seen) + 1}")

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: walk(item) for key, item in value.items()}
        if isinstance(value, list):
            return [walk(item) for item in value]
        return re.sub(r"\b[0-9a-f]{64}\b", number, value) if isinstance(value, str) else value

    kept = {name: part for name, part in template.items() if name != "Rules"}
    kept["Parameters"] = {
        name: parameter
        for name, parameter in template.get("Parameters", {}).items()
        if name != "BootstrapVersion"
    }
    if not kept["Parameters"]:
        del kept["Parameters"]
    result: Template = walk(kept)
    return result
