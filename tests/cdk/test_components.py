"""Inference components: the endpoint, components, adapters, copies, callers, metrics, alarms."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import Duration, Size
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns

import sagemaker_hosting as hosting
from sagemaker_hosting.facts.metrics import all_metrics
from tests.cdk.support import (
    ALARM,
    COMPONENT,
    CONFIG,
    DOCKERFILE,
    ENDPOINT,
    POLICY,
    TARGET,
    Template,
    bucket,
    caller,
    flat,
    listed,
    logical_id_of,
    model,
    only,
    resources_of,
    statement_for,
    statements_of,
    template_of,
)

ROLE = "AWS::IAM::Role"
URI = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/churn:1.4.2"
ARTIFACT = Path(__file__).parent / "fixtures" / "model"
TOPIC = "arn:aws:sns:eu-west-1:111111111111:operations"
NEEDS = hosting.ComputeRequirements(min_memory=Size.gibibytes(1))


def needs(**arguments: Any) -> hosting.ComputeRequirements:
    return hosting.ComputeRequirements(**{"min_memory": Size.gibibytes(1), **arguments})


COPIES = hosting.CopyScaling(min_capacity=1, max_capacity=4)
TO_ZERO = hosting.CopyScaling(min_capacity=0, max_capacity=4)


def shared(scope: cdk.Stack, id: str = "Endpoint", **arguments: Any) -> Any:
    if "variants" not in arguments:
        arguments.setdefault("instance_type", "ml.g5.12xlarge")
    return hosting.InferenceComponentEndpoint(scope, id, **arguments)


def component(scope: cdk.Stack, id: str = "Component", **arguments: Any) -> Any:
    if "endpoint" not in arguments:
        arguments["endpoint"] = shared(scope)
    if "specifications" not in arguments:
        arguments.setdefault("requirements", NEEDS)
        if "model" not in arguments:
            arguments.setdefault("image", hosting.ContainerImage.from_uri(URI))
    return hosting.InferenceComponent(scope, id, **arguments)


def imported(scope: cdk.Stack, **arguments: Any) -> hosting.InferenceComponentEndpointBase:
    arguments.setdefault("variant_names", ["AllTraffic"])
    return hosting.InferenceComponentEndpoint.from_endpoint_name(
        scope, "Imported", "shared", **arguments
    )


def alarms_of(template: Template) -> dict[str, Any]:
    """Return the alarms by what they watch."""
    alarms = [one["Properties"] for one in resources_of(template, ALARM).values()]
    return {one.get("MetricName", "Error rate"): one for one in alarms}


# --- the endpoint --------------------------------------------------------------------------------


def test_the_role_is_on_the_configuration_and_no_model_on_the_variant(stack: cdk.Stack) -> None:
    shared(stack)
    template = template_of(stack)
    assert only(template, CONFIG) == {
        "ProductionVariants": [
            {
                "VariantName": "AllTraffic",
                "InstanceType": "ml.g5.12xlarge",
                "InitialInstanceCount": 1,
            }
        ],
        "ExecutionRoleArn": {"Fn::GetAtt": [logical_id_of(template, ROLE), "Arn"]},
    }


def test_updates_of_the_instances_are_left_to_sagemaker(stack: cdk.Stack) -> None:
    shared(stack)
    template = template_of(stack)
    assert "DeploymentConfig" not in only(template, ENDPOINT)
    assert resources_of(template, ALARM) == {}


def test_updates_of_the_instances_can_be_guarded(stack: cdk.Stack) -> None:
    alarm = hosting.RollbackAlarm.memory_utilization(above_percent=95)
    shared(stack, rollout=hosting.Rollout.rolling(), rollback_on=[alarm], initial_instance_count=4)
    deployment = only(template_of(stack), ENDPOINT)["DeploymentConfig"]
    assert set(deployment) == {"RollingUpdatePolicy", "AutoRollbackConfiguration"}


def test_instances_follow_the_copies(stack: cdk.Stack) -> None:
    shared(
        stack,
        managed_scaling=hosting.ManagedInstanceScaling(
            min_instances=2,
            max_instances=4,
            scale_in=hosting.ScaleInPolicy.consolidation(maximum_step_size=1),
        ),
        routing=hosting.Routing.least_outstanding_requests(),
    )
    (rendered,) = only(template_of(stack), CONFIG)["ProductionVariants"]
    assert rendered["InitialInstanceCount"] == 2
    assert rendered["ManagedInstanceScaling"]["ScaleInPolicy"]["Strategy"] == "CONSOLIDATION"
    assert rendered["RoutingConfig"] == {"RoutingStrategy": "LEAST_OUTSTANDING_REQUESTS"}


def test_a_minimum_of_no_instances_begins_with_one(stack: cdk.Stack) -> None:
    scaling = hosting.ManagedInstanceScaling(min_instances=0, max_instances=4)
    shared(stack, managed_scaling=scaling)
    (rendered,) = only(template_of(stack), CONFIG)["ProductionVariants"]
    assert rendered["InitialInstanceCount"] == 1


def test_network_and_isolation(stack: cdk.Stack) -> None:
    vpc = ec2.Vpc(stack, "Vpc", max_azs=2)
    made = shared(stack, vpc=vpc, network_isolation=True)
    template = template_of(stack)
    rendered = only(template, CONFIG)
    assert rendered["EnableNetworkIsolation"] is True
    assert len(rendered["VpcConfig"]["Subnets"]) == 2
    assert made.connections.security_groups
    assert statement_for(template, "ec2:CreateNetworkInterface")


def test_what_its_role_is_granted_comes_first(stack: cdk.Stack) -> None:
    made = shared(stack)
    bucket(stack).grant_read(made)
    template = template_of(stack)
    (endpoint,) = resources_of(template, ENDPOINT).values()
    policies = resources_of(template, "AWS::IAM::Policy")
    assert set(policies) <= set(endpoint["DependsOn"])
    assert len(policies) == 2


def test_the_role_may_publish_what_components_tell(stack: cdk.Stack) -> None:
    shared(stack)
    statement = statement_for(template_of(stack), "cloudwatch:PutMetricData")
    assert statement["Condition"]["StringEquals"]["cloudwatch:namespace"] == [
        "AWS/SageMaker",
        "/aws/sagemaker/Endpoints",
        "/aws/sagemaker/InferenceComponents",
    ]


def test_its_signature_cannot_say_what_belongs_to_models() -> None:
    arguments = set(inspect.signature(hosting.InferenceComponentEndpoint.__init__).parameters)
    assert arguments.isdisjoint({"model", "image", "data", "scaling", "async_inference"})
    assert not hasattr(hosting.InferenceComponentEndpoint, "scale_variant")
    assert not hasattr(hosting.InferenceComponentEndpoint, "grant_invoke")


# --- a component ---------------------------------------------------------------------------------


def test_a_component_with_its_defaults(stack: cdk.Stack) -> None:
    component(stack)
    template = template_of(stack)
    endpoint, alarm = (logical_id_of(template, kind) for kind in (ENDPOINT, ALARM))
    assert only(template, COMPONENT) == {
        "InferenceComponentName": "Stack-Component",
        "EndpointName": {"Fn::GetAtt": [endpoint, "EndpointName"]},
        "VariantName": "AllTraffic",
        "Specification": {
            "Container": {"Image": URI},
            "ComputeResourceRequirements": {"MinMemoryRequiredInMb": 1024},
        },
        "RuntimeConfig": {"CopyCount": 1},
        "DeploymentConfig": {
            "RollingUpdatePolicy": {
                "MaximumBatchSize": {"Type": "CAPACITY_PERCENT", "Value": 25},
                "WaitIntervalInSeconds": 300,
                "MaximumExecutionTimeoutInSeconds": 1800,
            },
            "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": {"Ref": alarm}}]},
        },
    }


def test_a_component_with_everything(stack: cdk.Stack) -> None:
    component(
        stack,
        data=hosting.ModelData.from_s3(bucket(stack), "churn/model.tar.gz"),
        environment={"OPTION_TENSOR_PARALLEL_DEGREE": "2"},
        requirements=hosting.ComputeRequirements(
            min_memory=Size.gibibytes(16),
            max_memory=Size.gibibytes(24),
            accelerators=2,
            cpu_cores=0.5,
        ),
        model_data_download_timeout=Duration.minutes(20),
        container_startup_health_check_timeout=Duration.minutes(10),
        placement=hosting.Placement.spread(max_imbalance=1),
        data_cache=True,
        container_metrics=hosting.ContainerMetrics(
            path="/server/metrics", publish_frequency=Duration.seconds(30)
        ),
        copies=8,
        rollout=hosting.ComponentRollout(
            max_batch_size=hosting.Capacity.copies(2),
            bake=Duration.minutes(2),
            rollback_max_batch_size=hosting.Capacity.percent(100),
            maximum_execution_timeout=Duration.hours(2),
        ),
        rollback_on=[],
        inference_component_name="churn",
        tags={"team": "churn"},
    )
    rendered = only(template_of(stack), COMPONENT)
    assert rendered["Specification"] == {
        "Container": {
            "Image": URI,
            "ArtifactUrl": "s3://models/churn/model.tar.gz",
            "Environment": {"OPTION_TENSOR_PARALLEL_DEGREE": "2"},
            "ContainerMetricsConfig": {
                "MetricsEndpoints": [
                    {
                        "MetricsEndpointPath": "/server/metrics",
                        "MetricPublishFrequencyInSeconds": 30,
                    }
                ]
            },
        },
        "ComputeResourceRequirements": {
            "NumberOfCpuCoresRequired": 0.5,
            "NumberOfAcceleratorDevicesRequired": 2,
            "MinMemoryRequiredInMb": 16384,
            "MaxMemoryRequiredInMb": 24576,
        },
        "StartupParameters": {
            "ModelDataDownloadTimeoutInSeconds": 1200,
            "ContainerStartupHealthCheckTimeoutInSeconds": 600,
        },
        "SchedulingConfig": {
            "PlacementStrategy": "SPREAD",
            "AvailabilityZoneBalance": {"EnforcementMode": "PERMISSIVE", "MaxImbalance": 1},
        },
        "DataCacheConfig": {"EnableCaching": True},
    }
    assert rendered["DeploymentConfig"] == {
        "RollingUpdatePolicy": {
            "MaximumBatchSize": {"Type": "COPY_COUNT", "Value": 2},
            "WaitIntervalInSeconds": 120,
            "RollbackMaximumBatchSize": {"Type": "CAPACITY_PERCENT", "Value": 100},
            "MaximumExecutionTimeoutInSeconds": 7200,
        }
    }
    assert rendered["InferenceComponentName"] == "churn"
    assert rendered["Tags"] == [{"Key": "team", "Value": "churn"}]


def test_the_time_of_an_update_follows_from_its_batches(stack: cdk.Stack) -> None:
    rollout = hosting.ComponentRollout(max_batch_size=hosting.Capacity.copies(2))
    component(stack, copies=8, rollout=rollout)
    policy = only(template_of(stack), COMPONENT)["DeploymentConfig"]["RollingUpdatePolicy"]
    # Four batches: each bakes for 300 s, and its copies take up to 600 s beside 900 s of capacity.
    assert policy["MaximumExecutionTimeoutInSeconds"] == 4 * (300 + 600 + 900)


def test_a_model_instead_of_an_image(stack: cdk.Stack) -> None:
    endpoint = shared(stack)
    made = model(stack, role=endpoint.role)
    component(stack, endpoint=endpoint, model=made)
    template = template_of(stack)
    assert only(template, COMPONENT)["Specification"] == {
        "ModelName": stack.resolve(made.model_name),
        "ComputeResourceRequirements": {"MinMemoryRequiredInMb": 1024},
    }
    assert len(resources_of(template, ROLE)) == 1


def test_packing_copies_together(stack: cdk.Stack) -> None:
    component(stack, placement=hosting.Placement.binpack())
    assert only(template_of(stack), COMPONENT)["Specification"]["SchedulingConfig"] == {
        "PlacementStrategy": "BINPACK",
        "AvailabilityZoneBalance": {"EnforcementMode": "PERMISSIVE"},
    }


def test_what_it_runs_on_each_of_several_instance_types(stack: cdk.Stack, tmp_path: Path) -> None:
    (tmp_path / "weights").write_text("1")
    endpoint = shared(
        stack,
        instance_type=None,
        instance_pools=[
            hosting.InstancePool(instance_type="ml.g6.12xlarge", priority=1),
            hosting.InstancePool(instance_type="ml.g6e.12xlarge", priority=2),
        ],
    )
    image = hosting.ContainerImage.from_uri(URI)
    component(
        stack,
        endpoint=endpoint,
        specifications=[
            hosting.ComponentSpecification(
                instance_type="ml.g6.12xlarge",
                image=image,
                data=hosting.ModelData.from_directory(tmp_path),
                requirements=hosting.ComputeRequirements(
                    min_memory=Size.gibibytes(4), accelerators=2
                ),
            ),
            hosting.ComponentSpecification(
                instance_type="ml.g6e.12xlarge",
                image=image,
                data=hosting.ModelData.from_directory(tmp_path),
                requirements=hosting.ComputeRequirements(
                    min_memory=Size.gibibytes(8), accelerators=1
                ),
            ),
        ],
    )
    rendered = only(template_of(stack), COMPONENT)
    assert "Specification" not in rendered
    assert [one["InstanceType"] for one in rendered["Specifications"]] == [
        "ml.g6.12xlarge",
        "ml.g6e.12xlarge",
    ]
    assert [
        one["ComputeResourceRequirements"]["MinMemoryRequiredInMb"]
        for one in rendered["Specifications"]
    ] == [4096, 8192]


def test_several_components_of_one_endpoint(stack: cdk.Stack) -> None:
    endpoint = shared(stack)
    component(stack, "One", endpoint=endpoint)
    component(stack, "Other", endpoint=endpoint)
    template = template_of(stack)
    names = {
        one["Properties"]["InferenceComponentName"]
        for one in resources_of(template, COMPONENT).values()
    }
    assert names == {"Stack-One", "Stack-Other"}
    policies = [
        one["Properties"]["PolicyName"]
        for one in resources_of(template, "AWS::IAM::Policy").values()
    ]
    assert sorted(policies) == [
        "Component-Stack-One",
        "Component-Stack-Other",
        "Endpoint-Stack-Endpoint",
    ]


def test_a_variant_is_named_where_there_are_several(stack: cdk.Stack) -> None:
    variants = [
        hosting.ComponentVariant(variant_name=name, instance_type="ml.g5.xlarge")
        for name in ("A", "B")
    ]
    endpoint = shared(stack, variants=variants)
    component(stack, endpoint=endpoint, variant_name="B")
    assert only(template_of(stack), COMPONENT)["VariantName"] == "B"
    with pytest.raises(hosting.InvalidProps, match="the variants A, B"):
        component(stack, "Other", endpoint=endpoint)


def test_it_waits_for_its_endpoint_and_its_policy(stack: cdk.Stack) -> None:
    component(stack)
    template = template_of(stack)
    (made,) = resources_of(template, COMPONENT).values()
    policies = {
        one["Properties"]["PolicyName"]: logical_id
        for logical_id, one in resources_of(template, "AWS::IAM::Policy").items()
    }
    assert made["DependsOn"] == [policies["Component-Stack-Component"]]
    assert made["Properties"]["EndpointName"]["Fn::GetAtt"][0] == logical_id_of(template, ENDPOINT)


def test_the_role_gets_what_the_component_needs_and_nothing_else(stack: cdk.Stack) -> None:
    component(stack, data=hosting.ModelData.from_s3(bucket(stack), "churn/model.tar.gz"))
    template = template_of(stack)
    (policy,) = [
        one["Properties"]["PolicyDocument"]["Statement"]
        for one in resources_of(template, "AWS::IAM::Policy").values()
        if one["Properties"]["PolicyName"].startswith("Component-")
    ]
    actions = [action for one in policy for action in listed(one["Action"])]
    assert actions == [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
        "ecr:GetAuthorizationToken",
        "s3:GetObject",
        "s3:ListBucket",
        "cloudwatch:DescribeAlarms",
    ]
    group = "/aws/sagemaker/InferenceComponents/Stack-Component"
    assert all(group in flat(one) for one in policy[0]["Resource"])


def test_a_component_of_an_endpoint_elsewhere(stack: cdk.Stack) -> None:
    component(stack, endpoint=imported(stack))
    template = template_of(stack)
    rendered = only(template, COMPONENT)
    assert rendered["EndpointName"] == "shared"
    assert "EndpointArn" not in rendered
    assert resources_of(template, "AWS::IAM::Policy") == {}


def test_a_component_of_an_endpoint_by_its_arn(stack: cdk.Stack) -> None:
    arn = "arn:aws:sagemaker:eu-west-1:111111111111:endpoint/shared"
    endpoint = hosting.InferenceComponentEndpoint.from_endpoint_arn(
        stack, "Imported", arn, variant_names=["AllTraffic"]
    )
    component(stack, endpoint=endpoint)
    rendered = only(template_of(stack), COMPONENT)
    assert (rendered["EndpointName"], rendered["EndpointArn"]) == ("shared", arn)


def test_tags_and_removal_of_the_whole(stack: cdk.Stack) -> None:
    made = component(stack)
    cdk.Tags.of(made).add("team", "churn")
    made.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
    (resource,) = resources_of(template_of(stack), COMPONENT).values()
    assert resource["Properties"]["Tags"] == [{"Key": "team", "Value": "churn"}]
    assert resource["DeletionPolicy"] == "Retain"


# --- adapters ------------------------------------------------------------------------------------


def test_an_adapter_of_a_component(stack: cdk.Stack) -> None:
    base = component(stack)
    data = hosting.ModelData.from_s3(bucket(stack), "french/adapter.tar.gz")
    hosting.AdapterComponent(stack, "French", base=base, data=data)
    template = template_of(stack)
    adapters = {
        one["Properties"]["InferenceComponentName"]: one
        for one in resources_of(template, COMPONENT).values()
    }
    adapter = adapters["Stack-French"]
    assert adapter["Properties"] == {
        "InferenceComponentName": "Stack-French",
        "EndpointName": {"Fn::GetAtt": [logical_id_of(template, ENDPOINT), "EndpointName"]},
        "Specification": {
            "BaseInferenceComponentName": "Stack-Component",
            "Container": {"ArtifactUrl": "s3://models/french/adapter.tar.gz"},
        },
    }
    (base_id,) = [
        logical_id
        for logical_id, one in resources_of(template, COMPONENT).items()
        if one["Properties"]["InferenceComponentName"] == "Stack-Component"
    ]
    assert base_id in adapter["DependsOn"]


def test_the_role_may_read_the_adapter(stack: cdk.Stack) -> None:
    data = hosting.ModelData.from_s3(bucket(stack), "french/adapter.tar.gz")
    hosting.AdapterComponent(stack, "French", base=component(stack), data=data)
    statement = statement_for(template_of(stack), "s3:GetObject")
    assert flat(statement["Resource"]).endswith("models/french/*")


def test_an_adapter_of_a_component_elsewhere(stack: cdk.Stack) -> None:
    base = hosting.InferenceComponent.from_inference_component_name(
        stack, "Base", "llama", endpoint=imported(stack)
    )
    data = hosting.ModelData.from_s3(bucket(stack), "french/adapter.tar.gz")
    made = hosting.AdapterComponent(stack, "French", base=base, data=data)
    made.grant_invoke(caller(stack))
    specification = only(template_of(stack), COMPONENT)["Specification"]
    assert specification["BaseInferenceComponentName"] == "llama"


def test_the_signature_of_an_adapter_cannot_ask_for_compute() -> None:
    arguments = set(inspect.signature(hosting.AdapterComponent.__init__).parameters)
    assert arguments.isdisjoint(
        {"requirements", "copies", "scaling", "variant_name", "image", "model", "environment"}
    )
    assert not hasattr(hosting.AdapterComponent, "scale_copies")


# --- callers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("owned", [True, False])
def test_a_grant_is_for_one_component_of_the_endpoint(stack: cdk.Stack, owned: bool) -> None:
    made = (
        component(stack)
        if owned
        else hosting.InferenceComponent.from_inference_component_name(
            stack, "I", "Stack-Component", endpoint=imported(stack)
        )
    )
    made.grant_invoke(caller(stack))
    statement = statement_for(template_of(stack), "sagemaker:InvokeEndpoint")
    assert statement["Action"] == [
        "sagemaker:InvokeEndpoint",
        "sagemaker:InvokeEndpointWithResponseStream",
    ]
    place = "arn:aws:sagemaker:eu-west-1:111111111111"
    endpoint = "stack-endpoint" if owned else "shared"
    assert [flat(one).replace("{AWS::Partition}", "aws") for one in statement["Resource"]] == [
        f"{place}:endpoint/{endpoint}",
        f"{place}:inference-component/Stack-Component",
        f"{place}:inference-component/stack-component",
    ]


def test_its_own_role_may_invoke_it(stack: cdk.Stack) -> None:
    """The component waits for the role of its endpoint, so the grant must not wait for it."""
    endpoint = shared(stack)
    component(stack, endpoint=endpoint).grant_invoke(endpoint)
    template_of(stack)


# --- scaling -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scaling", "metric", "target"),
    [
        (
            COPIES.track_invocations(per_copy_per_minute=60),
            "SageMakerInferenceComponentInvocationsPerCopy",
            60,
        ),
        (
            COPIES.track_concurrent_requests(per_copy=5),
            "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution",
            5,
        ),
    ],
)
def test_copies_follow_both_predefined_metrics(
    stack: cdk.Stack, scaling: hosting.CopyScaling, metric: str, target: float
) -> None:
    component(stack, scaling=scaling)
    template = template_of(stack)
    assert only(template, TARGET) == {
        "ServiceNamespace": "sagemaker",
        "ScalableDimension": "sagemaker:inference-component:DesiredCopyCount",
        "ResourceId": "inference-component/Stack-Component",
        "MinCapacity": 1,
        "MaxCapacity": 4,
    }
    assert only(template, POLICY)["TargetTrackingScalingPolicyConfiguration"] == {
        "PredefinedMetricSpecification": {"PredefinedMetricType": metric},
        "TargetValue": target,
    }


def test_copies_follow_a_metric_of_the_component(stack: cdk.Stack) -> None:
    component(stack, scaling=COPIES.track_metric("GPUUtilizationNormalized", target=60))
    policy = only(template_of(stack), POLICY)["TargetTrackingScalingPolicyConfiguration"]
    assert policy["CustomizedMetricSpecification"] == {
        "Namespace": "/aws/sagemaker/InferenceComponents",
        "MetricName": "GPUUtilizationNormalized",
        "Dimensions": [{"Name": "InferenceComponentName", "Value": "Stack-Component"}],
        "Statistic": "Average",
        "Unit": "Percent",
    }


def test_from_zero_it_wakes_up_when_a_request_finds_no_copy(stack: cdk.Stack) -> None:
    endpoint = shared(
        stack, managed_scaling=hosting.ManagedInstanceScaling(min_instances=0, max_instances=2)
    )
    scaling = TO_ZERO.track_concurrent_requests(per_copy=5)
    component(stack, endpoint=endpoint, scaling=scaling, rollback_on=[])
    template = template_of(stack)
    policies = {
        one["Properties"]["PolicyName"]: (logical_id, one["Properties"])
        for logical_id, one in resources_of(template, POLICY).items()
    }
    logical_id, policy = policies["WakeUp"]
    assert policy["StepScalingPolicyConfiguration"] == {
        "AdjustmentType": "ChangeInCapacity",
        "Cooldown": 60,
        "MetricAggregationType": "Maximum",
        "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}],
    }
    assert only(template, ALARM) == {
        "AlarmDescription": "scales Stack-Component: WakeUp",
        "Namespace": "AWS/SageMaker",
        "MetricName": "NoCapacityInvocationFailures",
        "Dimensions": [{"Name": "InferenceComponentName", "Value": "Stack-Component"}],
        "Statistic": "Sum",
        "Period": 60,
        "EvaluationPeriods": 1,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "Threshold": 1,
        "TreatMissingData": "notBreaching",
        "AlarmActions": [{"Ref": logical_id}],
    }
    assert only(template, COMPONENT)["RuntimeConfig"] == {"CopyCount": 1}
    assert only(template, TARGET)["MinCapacity"] == 0


def test_waking_up_can_be_said_otherwise(stack: cdk.Stack) -> None:
    component(stack, scaling=TO_ZERO.wake_up(copies=2, cooldown=Duration.minutes(5)))
    policy = only(template_of(stack), POLICY)["StepScalingPolicyConfiguration"]
    assert (policy["Cooldown"], policy["StepAdjustments"][0]["ScalingAdjustment"]) == (300, 2)


def test_the_target_waits_for_its_component(stack: cdk.Stack) -> None:
    component(stack, scaling=COPIES)
    template = template_of(stack)
    (target,) = resources_of(template, TARGET).values()
    assert target["DependsOn"] == [logical_id_of(template, COMPONENT)]


def test_a_minimum_above_zero_is_where_it_starts(stack: cdk.Stack) -> None:
    component(stack, scaling=hosting.CopyScaling(min_capacity=2, max_capacity=4))
    assert only(template_of(stack), COMPONENT)["RuntimeConfig"] == {"CopyCount": 2}


@pytest.mark.parametrize("owned", [True, False])
def test_it_can_be_scaled_later_and_once(stack: cdk.Stack, owned: bool) -> None:
    made = (
        component(stack)
        if owned
        else hosting.InferenceComponent.from_inference_component_name(
            stack, "I", "llama", endpoint=imported(stack)
        )
    )
    made.scale_copies(COPIES)
    with pytest.raises(hosting.InvalidProps, match="is scaled already"):
        made.scale_copies(COPIES)
    assert len(resources_of(template_of(stack), TARGET)) == 1


# --- updates, metrics, alarms --------------------------------------------------------------------


def test_an_update_goes_back_on_the_errors_of_the_component(stack: cdk.Stack) -> None:
    made = component(stack)
    template = template_of(stack)
    alarm = only(template, ALARM)
    dimensions = [
        query["MetricStat"]["Metric"]["Dimensions"]
        for query in alarm["Metrics"]
        if "MetricStat" in query
    ]
    assert dimensions == [[{"Name": "InferenceComponentName", "Value": "Stack-Component"}]] * 2
    assert alarm["Threshold"] == 0.05
    described = statement_for(template, "cloudwatch:DescribeAlarms")["Resource"]
    assert listed(described) == [{"Fn::GetAtt": [logical_id_of(template, ALARM), "Arn"]}]
    assert len(made.rollback_alarm_names) == 1


def test_an_update_goes_back_on_what_one_likes(stack: cdk.Stack) -> None:
    own = cloudwatch.Alarm.from_alarm_arn(
        stack, "Own", "arn:aws:cloudwatch:eu-west-1:111111111111:alarm:drift"
    )
    alarm = hosting.RollbackAlarm
    component(
        stack,
        rollback_on=[
            alarm.p99_latency(above=Duration.seconds(5)),
            alarm.metric("GPUMemoryUtilizationNormalized", above=95),
            alarm.of(own),
        ],
    )
    template = template_of(stack)
    alarms = alarms_of(template)
    assert alarms["ModelLatency"]["Dimensions"] == [
        {"Name": "InferenceComponentName", "Value": "Stack-Component"}
    ]
    memory = alarms["GPUMemoryUtilizationNormalized"]
    assert memory["Namespace"] == "/aws/sagemaker/InferenceComponents"
    deployment = only(template, COMPONENT)["DeploymentConfig"]
    assert {"AlarmName": "drift"} in deployment["AutoRollbackConfiguration"]["Alarms"]


METHODS = {
    "metric_invocations": ("Invocations", "Sum"),
    "metric_invocations_per_copy": ("InvocationsPerCopy", "Sum"),
    "metric_concurrent_requests": ("ConcurrentRequestsPerCopy", "Maximum"),
    "metric_invocation_4xx_errors": ("Invocation4XXErrors", "Sum"),
    "metric_invocation_5xx_errors": ("Invocation5XXErrors", "Sum"),
    "metric_invocation_model_errors": ("InvocationModelErrors", "Sum"),
    "metric_no_capacity_failures": ("NoCapacityInvocationFailures", "Sum"),
    "metric_model_latency": ("ModelLatency", "Average"),
    "metric_overhead_latency": ("OverheadLatency", "Average"),
    "metric_cpu_utilization": ("CPUUtilizationNormalized", "Average"),
    "metric_memory_utilization": ("MemoryUtilizationNormalized", "Average"),
    "metric_gpu_utilization": ("GPUUtilizationNormalized", "Average"),
    "metric_gpu_memory_utilization": ("GPUMemoryUtilizationNormalized", "Average"),
}
ENDPOINT_METHODS = {
    "metric_cpu_utilization": "CPUUtilization",
    "metric_memory_utilization": "MemoryUtilization",
    "metric_disk_utilization": "DiskUtilization",
    "metric_gpu_utilization": "GPUUtilization",
    "metric_gpu_memory_utilization": "GPUMemoryUtilization",
    "metric_cpu_reservation": "CPUReservation",
    "metric_gpu_reservation": "GPUReservation",
    "metric_memory_reservation": "MemoryReservation",
    "metric_cpu_utilization_normalized": "CPUUtilizationNormalized",
    "metric_gpu_utilization_normalized": "GPUUtilizationNormalized",
    "metric_gpu_memory_utilization_normalized": "GPUMemoryUtilizationNormalized",
}


@pytest.mark.parametrize("owned", [True, False])
@pytest.mark.parametrize(("method", "expected"), METHODS.items(), ids=METHODS)
def test_each_metric_of_a_component(
    stack: cdk.Stack, method: str, expected: tuple[str, str], owned: bool
) -> None:
    made = (
        component(stack)
        if owned
        else hosting.InferenceComponent.from_inference_component_name(
            stack, "I", "Stack-Component", endpoint=imported(stack)
        )
    )
    metric: cloudwatch.Metric = getattr(made, method)()
    assert (metric.metric_name, metric.statistic) == expected
    assert metric.dimensions == {"InferenceComponentName": "Stack-Component"}
    utilization = metric.metric_name.endswith("Normalized")
    assert metric.namespace == (
        "/aws/sagemaker/InferenceComponents" if utilization else "AWS/SageMaker"
    )


@pytest.mark.parametrize(("method", "name"), ENDPOINT_METHODS.items(), ids=ENDPOINT_METHODS)
def test_each_metric_of_the_endpoint(stack: cdk.Stack, method: str, name: str) -> None:
    for made in (shared(stack), imported(stack)):
        metric: cloudwatch.Metric = getattr(made, method)()
        assert (metric.metric_name, metric.namespace) == (name, "/aws/sagemaker/Endpoints")
        assert metric.unit == cloudwatch.Unit.PERCENT


def test_they_have_every_metric_that_is_published_and_no_other() -> None:
    def methods(kind: type) -> set[str]:
        return {name for name in dir(kind) if name.startswith("metric_")}

    assert methods(hosting.InferenceComponent) == {*METHODS, "metric_error_rate"}
    assert methods(hosting.InferenceComponentEndpoint) == set(ENDPOINT_METHODS)
    published = {metric.name for metric in all_metrics() if "component" in metric.kinds}
    assert {name for name, _ in METHODS.values()} | set(ENDPOINT_METHODS.values()) == published


def test_the_error_rate_of_a_component(stack: cdk.Stack) -> None:
    rate = component(stack).metric_error_rate(include_client_errors=True)
    assert set(rate.using_metrics) == {"invocations", "server_errors", "client_errors"}


def test_imports_have_the_methods_of_owned_ones() -> None:
    def named(kind: type) -> set[str]:
        return {name for name in dir(kind) if name.startswith(("metric", "grant_", "scale"))}

    assert named(hosting.InferenceComponentBase) == named(hosting.InferenceComponent)
    assert named(hosting.InferenceComponentEndpointBase) == named(
        hosting.InferenceComponentEndpoint
    ) - {"grant_principal"}


@pytest.mark.parametrize(("scaling", "told"), [(None, True), (COPIES, True), (TO_ZERO, False)])
def test_somebody_is_told_of_requests_without_a_copy(
    stack: cdk.Stack, scaling: hosting.CopyScaling | None, told: bool
) -> None:
    topic = sns.Topic.from_topic_arn(stack, "Topic", TOPIC)
    made = component(stack, scaling=scaling, alarm_topics=[topic], rollback_on=[])
    actions = [
        one["Properties"]["AlarmActions"]
        for one in resources_of(template_of(stack), ALARM).values()
        if one["Properties"]["MetricName"] == "NoCapacityInvocationFailures"
    ]
    assert ([TOPIC] in actions) is told
    assert bool(made.health_alarm_arns) is told


# --- refusals ------------------------------------------------------------------------------------


def _specified(**arguments: Any) -> hosting.ComponentSpecification:
    return hosting.ComponentSpecification(
        **{
            "image": hosting.ContainerImage.from_uri(URI),
            "requirements": NEEDS,
            **arguments,
        }
    )


REFUSED: dict[str, tuple[Any, str]] = {
    "endpoint without type": (lambda s: shared(s, instance_type=None), "needs an instance type"),
    "endpoint of both": (
        lambda s: shared(
            s,
            variants=[hosting.ComponentVariant(instance_type="ml.g5.xlarge")],
            instance_type="ml.g5.xlarge",
        ),
        "variants and instance_type are both given",
    ),
    "endpoint of models": (
        lambda s: component(s, endpoint=hosting.Endpoint.from_endpoint_name(s, "E", "churn")),
        "hosts no inference components",
    ),
    "component without requirements": (
        lambda s: component(s, requirements=None),
        "needs compute requirements",
    ),
    "requirements by number": (
        lambda s: component(s, requirements=1024),
        "requirements is 1024",
    ),
    "component of nothing": (lambda s: component(s, image=None), "neither is given"),
    "component of two things": (
        lambda s: component(s, model=model(s), image=hosting.ContainerImage.from_uri(URI)),
        "both are given",
    ),
    "a model by name": (lambda s: component(s, model="churn"), "not a model"),
    "environment beside a model": (
        lambda s: component(s, model=model(s), environment={"A": "1"}),
        "environment beside a model",
    ),
    "specifications and their parts": (
        lambda s: component(s, specifications=[_specified()], requirements=NEEDS),
        "specifications and requirements are both given",
    ),
    "specification of no type": (
        lambda s: component(s, specifications=[_specified()]),
        "names no instance type",
    ),
    "one specification": (
        lambda s: component(s, specifications=[_specified(instance_type="ml.g5.12xlarge")]),
        "specifications has 1 elements; CloudFormation takes 2 to 5",
    ),
    "component name": (
        lambda s: component(s, inference_component_name="a_b"),
        "component name 'a_b'",
    ),
    "another variant": (lambda s: component(s, variant_name="Blue"), "no variant 'Blue'"),
    "variants unknown": (
        lambda s: component(s, endpoint=imported(s, variant_names=[])),
        "variants are not known here",
    ),
    "start-up": (
        lambda s: component(s, model_data_download_timeout=Duration.millis(1500)),
        "whole seconds",
    ),
    "an uncompressed artifact": (
        lambda s: component(s, data=hosting.ModelData.from_s3_prefix(bucket(s), "llama")),
        "no .tar.gz archive",
    ),
    "alarm of a variant": (
        lambda s: component(
            s, rollback_on=[hosting.RollbackAlarm.error_rate(above=0.1, variant_name="A")]
        ),
        "names a variant",
    ),
    "alarm on the instances": (
        lambda s: component(
            s, rollback_on=[hosting.RollbackAlarm.cpu_utilization(above_percent=90)]
        ),
        "CPUUtilization is not published by an inference component",
    ),
    "alarms not in a list": (
        lambda s: component(s, rollback_on=hosting.RollbackAlarm.error_rate(above=0.1)),
        "not a sequence of rollback alarms",
    ),
    "copies outside the limits": (
        lambda s: component(s, scaling=COPIES, copies=5),
        "starts with 5 copies",
    ),
    "copies on a metric of instances": (
        lambda s: COPIES.track_metric("CPUUtilization", target=50),
        "is no metric of an inference component",
    ),
    "adapter of an adapter": (
        lambda s: hosting.AdapterComponent(
            s,
            "Second",
            base=hosting.AdapterComponent(
                s,
                "First",
                base=component(s),
                data=hosting.ModelData.from_s3(bucket(s), "a/adapter.tar.gz"),
            ),
            data=hosting.ModelData.from_directory(ARTIFACT),
        ),
        "the base of an adapter is AdapterComponent",
    ),
    "no copies": (lambda s: component(s, copies=0), "a component starts with 1 copy or more"),
    "memory crossed": (
        lambda s: component(s, requirements=needs(max_memory=Size.mebibytes(512))),
        "the maximum memory is 512 MB",
    ),
    "too little memory": (
        lambda s: component(s, requirements=needs(min_memory=Size.mebibytes(64))),
        "MinMemoryRequiredInMb is 64; allowed is",
    ),
    "no accelerators": (
        lambda s: component(s, requirements=needs(accelerators=0)),
        "NumberOfAcceleratorDevicesRequired is 0",
    ),
    "more accelerators than there are": (
        lambda s: component(s, requirements=needs(accelerators=8)),
        "a copy needs 8 accelerators",
    ),
    "a long download": (
        lambda s: component(s, model_data_download_timeout=Duration.hours(2)),
        "ModelDataDownloadTimeoutInSeconds is 7200",
    ),
    "a large batch": (
        lambda s: hosting.ComponentRollout(max_batch_size=hosting.Capacity.percent(60)),
        "MaximumBatchSize is 60 % of the fleet",
    ),
    "a long bake": (
        lambda s: hosting.ComponentRollout(bake=Duration.hours(2)),
        "WaitIntervalInSeconds is 7200",
    ),
    "limits crossed": (
        lambda s: hosting.CopyScaling(min_capacity=5, max_capacity=4),
        "the minimum capacity 5 is above the maximum 4",
    ),
    "instances crossed": (
        lambda s: shared(
            s, managed_scaling=hosting.ManagedInstanceScaling(min_instances=5, max_instances=4)
        ),
        "MinInstanceCount is 5 and MaxInstanceCount 4",
    ),
    "connections without a network": (lambda s: shared(s).connections, "is in no VPC"),
}


@pytest.mark.parametrize(("declare", "message"), REFUSED.values(), ids=REFUSED)
def test_refuses_what_inference_components_refuse(
    stack: cdk.Stack, declare: Any, message: str
) -> None:
    with pytest.raises(hosting.InvalidProps, match=message) as caught:
        declare(stack)
    assert caught.value.fix


def test_refuses_an_image_that_the_instances_cannot_run(stack: cdk.Stack, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(DOCKERFILE)
    image = hosting.ContainerImage.from_asset(str(tmp_path), architecture="arm64")
    endpoint = shared(stack)
    with pytest.raises(hosting.InvalidProps, match="arm64 image"):
        component(stack, endpoint=endpoint, model=model(stack, image=image, role=endpoint.role))
    with pytest.raises(hosting.InvalidProps, match="arm64 image"):
        component(stack, "Own", endpoint=endpoint, image=image)


def test_every_statement_names_what_it_is_for(stack: cdk.Stack) -> None:
    component(stack, data=hosting.ModelData.from_s3(bucket(stack), "churn/model.tar.gz"))
    everywhere = {
        action
        for one in statements_of(template_of(stack))
        if "*" in listed(one["Resource"])
        for action in listed(one["Action"])
    }
    assert everywhere == {"cloudwatch:PutMetricData", "ecr:GetAuthorizationToken"}


def test_a_given_role_is_asked(stack: cdk.Stack) -> None:
    role = iam.Role.from_role_arn(
        stack, "Given", "arn:aws:iam::111111111111:role/hosting", mutable=False
    )
    component(stack, endpoint=shared(stack, role=role))
    assert resources_of(template_of(stack), "AWS::IAM::Policy") == {}
