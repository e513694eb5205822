"""Variants: on instances of one type or of several, without a model, and serverless."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import aws_cdk as cdk
import pytest
from aws_cdk import Duration, Size
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sagemaker as sagemaker
from botocore.session import Session

import sagemaker_hosting as hosting
from sagemaker_hosting.cdk.variant.on_instances import InferenceAmiVersion
from sagemaker_hosting.facts.limits import METRIC_PUBLISH_FREQUENCIES
from tests.cdk.support import (
    CONFIG,
    DOCKERFILE,
    bucket,
    config,
    endpoint,
    flat,
    imported_model,
    listed,
    logical_id_of,
    model,
    only,
    resources_of,
    statement_for,
    statements_of,
    template_of,
    variant,
)

ARN = "arn:aws:sagemaker:eu-west-1:111111111111:training-plan/churn"


def variant_of(stack: cdk.Stack, **arguments: Any) -> dict[str, Any]:
    """Return the only variant of a configuration, as it is rendered."""
    config(stack, variants=[variant(stack, **arguments)])
    (rendered,) = only(template_of(stack), CONFIG)["ProductionVariants"]
    result: dict[str, Any] = rendered
    return result


def component_variant(**arguments: Any) -> hosting.ComponentVariant:
    return hosting.ComponentVariant(**{"instance_type": "ml.g5.12xlarge", **arguments})


def serverless_variant(scope: cdk.Stack, **arguments: Any) -> hosting.ServerlessVariant:
    return hosting.ServerlessVariant(
        **{
            "model": imported_model(scope),
            "memory_size": Size.gibibytes(2),
            "max_concurrency": 20,
            **arguments,
        }
    )


# --- on instances --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("routing", "rendered"),
    [
        (hosting.Routing.random(), {"RoutingStrategy": "RANDOM"}),
        (
            hosting.Routing.least_outstanding_requests(),
            {"RoutingStrategy": "LEAST_OUTSTANDING_REQUESTS"},
        ),
        (
            hosting.Routing.prefix_aware(prefix_length=2048, concurrency_threshold=8),
            {
                "RoutingStrategy": "PREFIX_AWARE",
                "PrefixAwareRoutingConfig": {"PrefixLength": 2048, "ConcurrencyThreshold": 8},
            },
        ),
    ],
)
def test_routing(stack: cdk.Stack, routing: hosting.Routing, rendered: dict[str, Any]) -> None:
    assert variant_of(stack, routing=routing)["RoutingConfig"] == rendered


def test_instance_pools_take_the_place_of_the_instance_type(stack: cdk.Stack) -> None:
    own = model(stack, "Own")
    rendered = variant_of(
        stack,
        instance_type=None,
        instance_pools=[
            hosting.InstancePool(instance_type="ml.g6.2xlarge", priority=1),
            hosting.InstancePool(instance_type="ml.g6e.2xlarge", priority=2, model=own),
        ],
        provision_timeout=Duration.minutes(10),
    )
    assert "InstanceType" not in rendered
    assert rendered["InitialInstanceCount"] == 1
    assert rendered["VariantInstanceProvisionTimeoutInSeconds"] == 600
    assert rendered["InstancePools"] == [
        {"InstanceType": "ml.g6.2xlarge", "Priority": 1},
        {
            "InstanceType": "ml.g6e.2xlarge",
            "Priority": 2,
            "ModelNameOverride": stack.resolve(own.model_name),
        },
    ]


def test_the_model_of_a_pool_gets_what_the_endpoint_needs(stack: cdk.Stack) -> None:
    pools = [
        hosting.InstancePool(instance_type="ml.m5.xlarge", priority=1),
        hosting.InstancePool(instance_type="ml.c6i.xlarge", priority=2, model=model(stack, "Own")),
    ]
    made = variant(stack, model=model(stack), instance_type=None, instance_pools=pools)
    endpoint(stack, variants=[made])
    roles = statement_policies(template_of(stack), "logs:PutLogEvents")
    assert len(roles) == 2


def statement_policies(template: dict[str, Any], action: str) -> list[Any]:
    """Return the roles that some policy lets do ``action``."""
    return [
        role
        for policy in resources_of(template, "AWS::IAM::Policy").values()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if action in listed(statement["Action"])
        for role in policy["Properties"]["Roles"]
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"instance_type": None}, "neither an instance type nor instance pools"),
        (
            {"instance_pools": [hosting.InstancePool(instance_type="ml.m5.large", priority=1)]},
            "both an instance type and instance pools",
        ),
    ],
)
def test_refuses_no_type_and_two_ways_of_saying_it(
    stack: cdk.Stack, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(hosting.InvalidProps, match=message):
        variant(stack, **arguments)


def test_refuses_an_image_that_one_of_the_pools_cannot_run(
    stack: cdk.Stack, tmp_path: Path
) -> None:
    (tmp_path / "Dockerfile").write_text(DOCKERFILE)
    image = hosting.ContainerImage.from_asset(str(tmp_path), architecture="x86_64")
    pools = [
        hosting.InstancePool(instance_type="ml.m5.xlarge", priority=1),
        hosting.InstancePool(instance_type="ml.c7g.xlarge", priority=2),
    ]
    made = variant(stack, model=model(stack, image=image), instance_type=None, instance_pools=pools)
    with pytest.raises(hosting.InvalidProps, match=r"x86_64 image on ml\.c7g\.xlarge"):
        config(stack, variants=[made])


def test_a_pool_of_inf1_takes_no_guardrails(stack: cdk.Stack) -> None:
    pools = [
        hosting.InstancePool(instance_type="ml.inf2.xlarge", priority=1),
        hosting.InstancePool(instance_type="ml.inf1.xlarge", priority=2),
    ]
    endpoint(stack, variants=[variant(stack, instance_type=None, instance_pools=pools)])
    assert resources_of(template_of(stack), "AWS::CloudWatch::Alarm") == {}


def test_a_capacity_reservation(stack: cdk.Stack) -> None:
    reservation = hosting.CapacityReservation(reservation_arn=ARN)
    rendered = variant_of(stack, instance_type="ml.p5.48xlarge", capacity_reservation=reservation)
    assert rendered["CapacityReservationConfig"] == {
        "CapacityReservationPreference": "capacity-reservations-only",
        "MlReservationArn": ARN,
    }


def test_a_machine_image(stack: cdk.Stack) -> None:
    rendered = variant_of(
        stack,
        instance_type="ml.g5.xlarge",
        inference_ami_version="al2-ami-sagemaker-inference-gpu-3-1",
    )
    assert rendered["InferenceAmiVersion"] == "al2-ami-sagemaker-inference-gpu-3-1"


def test_the_machine_images_are_those_of_the_service() -> None:
    shape = (
        Session().get_service_model("sagemaker").shape_for("ProductionVariantInferenceAmiVersion")
    )
    assert sorted(get_args(InferenceAmiVersion)) == sorted(shape.metadata["enum"])


def test_a_shell_in_the_containers(stack: cdk.Stack) -> None:
    endpoint(stack, variants=[variant(stack, model=model(stack), ssm_access=True)])
    template = template_of(stack)
    (rendered,) = only(template, CONFIG)["ProductionVariants"]
    assert rendered["EnableSSMAccess"] is True
    statement = statement_for(template, "ssmmessages:OpenDataChannel")
    assert statement["Action"] == [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
    ]


def test_without_shell_access_nothing_of_it_is_allowed(stack: cdk.Stack) -> None:
    endpoint(stack, model=model(stack))
    actions = [action for one in statements_of(template_of(stack)) for action in one["Action"]]
    assert not [action for action in actions if action.startswith("ssmmessages")]


def test_core_dumps_go_below_their_prefix_alone(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    dump = hosting.CoreDump(bucket=bucket(stack), prefix="dumps", encryption_key=key)
    endpoint(stack, variants=[variant(stack, model=model(stack), core_dump=dump)])
    template = template_of(stack)
    (rendered,) = only(template, CONFIG)["ProductionVariants"]
    assert rendered["CoreDumpConfig"] == {
        "DestinationS3Uri": "s3://models/dumps",
        "KmsKeyId": stack.resolve(key.key_arn),
    }
    resource = flat(statement_for(template, "s3:PutObject")["Resource"])
    assert resource.rpartition(":")[2] == "models/dumps/*"
    assert statement_for(template, "kms:GenerateDataKey")["Resource"] == stack.resolve(key.key_arn)


# --- without a model -----------------------------------------------------------------------------


def test_a_variant_for_components_with_its_defaults(stack: cdk.Stack) -> None:
    config(stack, variants=[component_variant()])
    rendered = only(template_of(stack), CONFIG)
    assert rendered["ProductionVariants"] == [
        {
            "VariantName": "AllTraffic",
            "InstanceType": "ml.g5.12xlarge",
            "InitialInstanceCount": 1,
        }
    ]


def test_the_configuration_has_the_role(stack: cdk.Stack) -> None:
    made = config(stack, variants=[component_variant()])
    template = template_of(stack)
    role = logical_id_of(template, "AWS::IAM::Role")
    assert only(template, CONFIG)["ExecutionRoleArn"] == {"Fn::GetAtt": [role, "Arn"]}
    assert made.owns_role


def test_the_role_of_a_configuration_can_be_given(stack: cdk.Stack) -> None:
    given = iam.Role(stack, "Given", assumed_by=iam.ServicePrincipal("sagemaker.amazonaws.com"))
    made = config(stack, variants=[component_variant()], role=given)
    template = template_of(stack)
    assert only(template, CONFIG)["ExecutionRoleArn"] == stack.resolve(given.role_arn)
    assert made.execution_role is given
    assert not made.owns_role


def test_a_configuration_of_models_needs_no_role(stack: cdk.Stack) -> None:
    assert config(stack).execution_role is None
    assert "ExecutionRoleArn" not in only(template_of(stack), CONFIG)


@pytest.mark.parametrize(
    ("scale_in", "rendered"),
    [
        (None, None),
        (hosting.ScaleInPolicy.idle_release(), {"Strategy": "IDLE_RELEASE"}),
        (
            hosting.ScaleInPolicy.consolidation(maximum_step_size=2, cooldown=Duration.minutes(30)),
            {"Strategy": "CONSOLIDATION", "MaximumStepSize": 2, "CooldownInMinutes": 30},
        ),
    ],
)
def test_managed_scaling(
    stack: cdk.Stack, scale_in: hosting.ScaleInPolicy | None, rendered: dict[str, Any] | None
) -> None:
    scaling = hosting.ManagedInstanceScaling(min_instances=0, max_instances=4, scale_in=scale_in)
    config(stack, variants=[component_variant(managed_scaling=scaling)])
    (made,) = only(template_of(stack), CONFIG)["ProductionVariants"]
    expected = {"Status": "ENABLED", "MinInstanceCount": 0, "MaxInstanceCount": 4}
    assert made["ManagedInstanceScaling"] == {
        **expected,
        **({"ScaleInPolicy": rendered} if rendered else {}),
    }


def test_the_network_and_isolation_of_components(stack: cdk.Stack) -> None:
    vpc = ec2.Vpc(stack, "Vpc", max_azs=2)
    made = config(stack, variants=[component_variant()], vpc=vpc, network_isolation=True)
    hosting.Endpoint(stack, "Endpoint", config=made)
    template = template_of(stack)
    rendered = only(template, CONFIG)
    assert len(rendered["VpcConfig"]["Subnets"]) == 2
    assert len(rendered["VpcConfig"]["SecurityGroupIds"]) == 1
    assert rendered["EnableNetworkIsolation"] is True
    assert statement_for(template, "ec2:CreateNetworkInterface")
    assert made.connections.security_groups


def test_refuses_connections_without_a_network(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="is in no VPC"):
        _ = config(stack).connections


def test_refuses_subnets_without_a_vpc(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="vpc_subnets without a VPC"):
        config(stack, vpc_subnets=ec2.SubnetSelection())


# --- serverless ----------------------------------------------------------------------------------


def test_a_serverless_variant(stack: cdk.Stack) -> None:
    config(stack, variants=[serverless_variant(stack, provisioned_concurrency=5)])
    assert only(template_of(stack), CONFIG)["ProductionVariants"] == [
        {
            "VariantName": "AllTraffic",
            "ModelName": "churn-1",
            "ServerlessConfig": {
                "MemorySizeInMB": 2048,
                "MaxConcurrency": 20,
                "ProvisionedConcurrency": 5,
            },
        }
    ]


def test_an_endpoint_of_it_has_no_guardrails(stack: cdk.Stack) -> None:
    hosting.Endpoint(stack, "Endpoint", config=config(stack, variants=[serverless_variant(stack)]))
    template = template_of(stack)
    assert "DeploymentConfig" not in only(template, "AWS::SageMaker::Endpoint")
    assert resources_of(template, "AWS::CloudWatch::Alarm") == {}


def test_refuses_guardrails_of_a_serverless_variant(stack: cdk.Stack) -> None:
    made = config(stack, variants=[serverless_variant(stack)])
    with pytest.raises(hosting.InvalidProps, match="serverless"):
        hosting.Endpoint(stack, "Endpoint", config=made, rollout=hosting.Rollout.canary())


@pytest.mark.parametrize("kind", ["instances", "serverless", "pool"])
def test_refuses_what_is_no_model(kind: str) -> None:
    made: dict[str, Any] = {
        "instances": lambda: hosting.InstanceVariant(model="churn", instance_type="ml.m5.large"),
        "serverless": lambda: hosting.ServerlessVariant(
            model="churn", memory_size=Size.gibibytes(1), max_concurrency=1
        ),
        "pool": lambda: hosting.InstancePool(instance_type="ml.m5.large", priority=1, model="x"),
    }
    with pytest.raises(hosting.InvalidProps, match="not a model"):
        made[kind]()


# --- what belongs to all kinds -------------------------------------------------------------------


def test_how_much_is_told_to_cloudwatch(stack: cdk.Stack) -> None:
    metrics = hosting.MetricsConfig(
        enhanced=True, detailed_observability=False, publish_frequency=Duration.seconds(10)
    )
    config(stack, metrics_config=metrics)
    assert only(template_of(stack), CONFIG)["MetricsConfig"] == {
        "EnableEnhancedMetrics": True,
        "EnableDetailedObservability": False,
        "MetricPublishFrequencyInSeconds": 10,
    }


def test_refuses_a_frequency_that_does_not_exist() -> None:
    with pytest.raises(hosting.InvalidProps, match="publish_frequency is 15 s"):
        hosting.MetricsConfig(publish_frequency=Duration.seconds(15))


def test_the_frequencies_are_those_of_the_schema() -> None:
    from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", CONFIG).schema
    frequency = schema["definitions"]["MetricsConfig"]["properties"][
        "MetricPublishFrequencyInSeconds"
    ]
    assert list(METRIC_PUBLISH_FREQUENCIES.value) == frequency["enum"]


def test_variants_of_different_kinds_share_one_base() -> None:
    for kind in (hosting.InstanceVariant, hosting.ComponentVariant, hosting.ServerlessVariant):
        assert issubclass(kind, hosting.Variant)


def test_the_l1_takes_what_a_variant_renders(stack: cdk.Stack) -> None:
    made = config(stack, variants=[component_variant()])
    assert isinstance(made.node.default_child, sagemaker.CfnEndpointConfig)
