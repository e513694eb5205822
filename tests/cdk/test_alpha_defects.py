"""What goes wrong with the CDK's experimental SageMaker constructs goes right here.

Each was seen there; the tests are named after the defects.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms

import sagemaker_hosting as hosting
from tests.cdk.support import (
    ALARM,
    CONFIG,
    DOCKERFILE,
    ENDPOINT,
    MODEL,
    POLICY,
    TARGET,
    bucket,
    config,
    endpoint,
    flat,
    model,
    new_stack,
    only,
    repository,
    resources_of,
    statements_of,
    template_of,
    variant,
)

SCALING = hosting.Scaling(min_capacity=1, max_capacity=4)


def test_weight_zero_becomes_one(stack: cdk.Stack) -> None:
    config(
        stack, variants=[variant(stack, "Live"), variant(stack, "Dark", initial_variant_weight=0)]
    )
    rendered = only(template_of(stack), CONFIG)["ProductionVariants"]
    assert [one["InitialVariantWeight"] for one in rendered] == [1, 0]


def test_kms_key_on_local_nvme_is_accepted(stack: cdk.Stack) -> None:
    arn = "arn:aws:kms:eu-west-1:111111111111:key/00000000-0000-0000-0000-000000000000"
    with pytest.raises(hosting.InvalidProps, match="SMH1001"):
        config(
            stack,
            variants=[variant(stack, instance_type="ml.g5.xlarge")],
            encryption_key=kms.Key.from_key_arn(stack, "Key", arn),
        )


def test_two_deep_learning_containers_collide(stack: cdk.Stack) -> None:
    for name in ("pytorch-inference", "tensorflow-inference"):
        image = hosting.ContainerImage.from_deep_learning_container(name, tag="2.6.0")
        model(stack, name, image=image)
    assert len(resources_of(template_of(stack), MODEL)) == 2


def test_two_framework_images_collide_without_a_region() -> None:
    stack = new_stack(env=None)
    for name in ("sagemaker-xgboost", "sagemaker-scikit-learn"):
        image = hosting.ContainerImage.from_deep_learning_container(name, tag="1.7-1")
        model(stack, name, image=image)
    template = template_of(stack)
    assert (len(resources_of(template, MODEL)), len(template["Mappings"])) == (2, 1)


def test_two_scaled_variants_collide(stack: cdk.Stack) -> None:
    endpoint(
        stack,
        variants=[variant(stack, "A"), variant(stack, "B")],
        scaling={
            name: SCALING.track_invocations(per_instance_per_minute=600) for name in ("A", "B")
        },
    )
    template = template_of(stack)
    assert [len(resources_of(template, kind)) for kind in (TARGET, POLICY)] == [2, 2]


def test_minimum_capacity_zero_becomes_one(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="the minimum capacity is 0"):
        endpoint(
            stack,
            scaling=hosting.Scaling(min_capacity=0, max_capacity=4),
            initial_instance_count=1,
        )


def test_instance_count_from_a_parameter_is_refused(stack: cdk.Stack) -> None:
    count = cdk.CfnParameter(stack, "Count", type="Number").value_as_number
    endpoint(stack, initial_instance_count=count)
    (rendered,) = only(template_of(stack), CONFIG)["ProductionVariants"]
    assert rendered["InitialInstanceCount"] == {"Ref": "Count"}


def test_alarm_on_a_metric_makes_a_circle(stack: cdk.Stack) -> None:
    made = endpoint(stack, endpoint_name="churn")
    alarm = cloudwatch.Alarm(
        stack,
        "Slow",
        metric=made.metric_model_latency(statistic="p99"),
        threshold=200_000,
        evaluation_periods=1,
    )
    resource = made.node.default_child
    assert isinstance(resource, cdk.CfnResource)
    resource.add_property_override(
        "DeploymentConfig.AutoRollbackConfiguration.Alarms", [{"AlarmName": alarm.alarm_name}]
    )
    template = template_of(stack)  # a circle would fail here
    dimensions = [
        dimension
        for one in resources_of(template, ALARM).values()
        for dimension in one["Properties"].get("Dimensions", ())
    ]
    assert {"Name": "EndpointName", "Value": "churn"} in dimensions


def test_rollback_alarms_make_a_circle(stack: cdk.Stack) -> None:
    endpoint(
        stack,
        model=model(stack),
        rollback_on=[
            hosting.RollbackAlarm.error_rate(above=0.01),
            hosting.RollbackAlarm.p99_latency(above=Duration.millis(200)),
        ],
    )
    assert _circle(template_of(stack)) is None


def test_public_subnets_are_accepted(stack: cdk.Stack) -> None:
    vpc = ec2.Vpc(
        stack,
        "Vpc",
        subnet_configuration=[
            ec2.SubnetConfiguration(name="public", subnet_type=ec2.SubnetType.PUBLIC)
        ],
    )
    with pytest.raises(hosting.InvalidProps, match="the subnets are public"):
        model(stack, vpc=vpc)


def test_public_subnets_are_accepted_by_choice(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="the subnets are public"):
        model(
            stack,
            vpc=ec2.Vpc(stack, "Vpc"),
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
        )


def test_burstable_default_cannot_be_scaled(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="needs an instance type"):
        endpoint(stack, instance_type=None, scaling=SCALING)


def test_burstable_scaling_is_refused_where_it_is_asked_for(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match=r"ml\.t2\.medium.*|burst"):
        endpoint(stack, instance_type="ml.t2.medium", scaling=SCALING)


def test_image_tag_defaults_to_latest(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="neither is given"):
        hosting.ContainerImage.from_ecr(repository(stack))


def test_imports_have_no_metrics(stack: cdk.Stack) -> None:
    imported = hosting.Endpoint.from_endpoint_name(stack, "I", "churn", variant_names=["Blue"])
    assert imported.metric_invocations().dimensions == {
        "EndpointName": "churn",
        "VariantName": "Blue",
    }


def test_imports_cannot_be_scaled(stack: cdk.Stack) -> None:
    imported = hosting.Endpoint.from_endpoint_name(stack, "I", "churn", variant_names=["Blue"])
    imported.scale_variant(SCALING)
    assert len(resources_of(template_of(stack), TARGET)) == 1


def test_step_and_scheduled_scaling_are_hidden(stack: cdk.Stack) -> None:
    scaling = SCALING.step_on(
        "CPUUtilization", above=200, steps=[hosting.ScalingStep(lower=0, change=1)]
    ).on_schedule("Night", "cron(0 22 * * ? *)", max_capacity=1)
    endpoint(stack, scaling=scaling)
    template = template_of(stack)
    assert only(template, POLICY)["PolicyType"] == "StepScaling"
    assert len(only(template, TARGET)["ScheduledActions"]) == 1


def test_latency_is_in_another_unit_than_the_threshold(stack: cdk.Stack) -> None:
    alarm = hosting.RollbackAlarm.p99_latency(above=Duration.millis(200))
    endpoint(stack, rollback_on=[alarm])
    assert only(template_of(stack), ALARM)["Threshold"] == 200_000


def test_role_has_full_access(stack: cdk.Stack) -> None:
    model(stack)
    assert "ManagedPolicyArns" not in only(template_of(stack), "AWS::IAM::Role")


def test_whole_bucket_is_granted(stack: cdk.Stack) -> None:
    model(stack, data=hosting.ModelData.from_s3(bucket(stack), "churn/17/model.tar.gz"))
    (readable,) = [
        flat(statement["Resource"])
        for statement in statements_of(template_of(stack))
        if statement["Action"] == "s3:GetObject"
    ]
    assert readable.endswith(":::models/churn/*")


def test_docker_asset_is_built_for_the_machine_at_hand(stack: cdk.Stack, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(DOCKERFILE)
    arm = model(stack, image=hosting.ContainerImage.from_asset(str(tmp_path), architecture="arm64"))
    with pytest.raises(hosting.InvalidProps, match="exec format error"):
        endpoint(stack, model=arm, instance_type="ml.m5.xlarge")


def test_asset_id_depends_on_the_local_path(tmp_path: Path) -> None:
    ids = []
    for place in ("here", "there"):
        directory = tmp_path / place
        directory.mkdir()
        (directory / "model.bin").write_bytes(b"x")
        stack = new_stack()
        made = model(stack, data=hosting.ModelData.from_directory(directory))
        ids.append(sorted(child.node.path for child in made.node.find_all()))
    assert ids[0] == ids[1]


@pytest.mark.parametrize("file", ["model.tar", "model.zip", "other.tar.gz"])
def test_artifact_is_checked_by_its_name_alone(tmp_path: Path, file: str) -> None:
    (tmp_path / file).write_bytes(b"not an archive")
    with pytest.raises(hosting.InvalidProps):
        hosting.ModelData.from_file(tmp_path / file)


def test_primary_resource_cannot_be_reached_by_default(stack: cdk.Stack) -> None:
    made = endpoint(stack)
    children = [made.node.default_child, made.config.node.default_child]
    kinds = [child.cfn_resource_type for child in children if isinstance(child, cdk.CfnResource)]
    assert kinds == [ENDPOINT, CONFIG]


def test_no_rollout_no_capture_no_retained_capacity(stack: cdk.Stack) -> None:
    endpoint(
        stack,
        rollout=hosting.Rollout.canary(),
        data_capture=hosting.DataCapture(bucket=bucket(stack)),
        scaling=hosting.Scaling(min_capacity=2, max_capacity=4),
    )
    template = template_of(stack)
    properties = only(template, ENDPOINT)
    assert "DataCaptureConfig" in only(template, CONFIG)
    assert properties["RetainAllVariantProperties"] is True
    assert "BlueGreenUpdatePolicy" in properties["DeploymentConfig"]


def _circle(template: dict[str, Any]) -> list[str] | None:
    """Return a circle of references, found without the CDK's own check."""
    resources = template["Resources"]
    needs = {
        logical_id: {
            name
            for name in (*_references(resource), *resource.get("DependsOn", ()))
            if name in resources
        }
        for logical_id, resource in resources.items()
    }

    def walk(at: str, seen: list[str]) -> list[str] | None:
        if at in seen:
            return [*seen, at]
        return next((found for to in needs[at] if (found := walk(to, [*seen, at]))), None)

    return next((found for start in needs if (found := walk(start, []))), None)


def _references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for item in value for name in _references(item)]
    if not isinstance(value, dict):
        return []
    if "Ref" in value:
        return [value["Ref"]]
    if "Fn::GetAtt" in value:
        return [value["Fn::GetAtt"][0]]
    return [name for item in value.values() for name in _references(item)]
