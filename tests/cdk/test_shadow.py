"""Shadow variants: what is copied to them, what they need, what is refused beside them."""

from __future__ import annotations

import json
from datetime import time
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import Duration

import sagemaker_hosting as hosting
from tests.cdk.support import (
    ALARM,
    CONFIG,
    ENDPOINT,
    TARGET,
    bucket,
    config,
    endpoint,
    flat,
    imported_model,
    model,
    only,
    resources_of,
    template_of,
    variant,
)

SCALING = hosting.Scaling(min_capacity=3, max_capacity=9).track_invocations(
    per_instance_per_minute=900
)


def shadow(stack: cdk.Stack, **arguments: Any) -> hosting.ShadowVariant:
    if "model" not in arguments:
        arguments["model"] = imported_model(stack, "Candidate")
    if "instance_pools" not in arguments:
        arguments.setdefault("instance_type", "ml.m5.xlarge")
    return hosting.ShadowVariant(**arguments)


def rendered(stack: cdk.Stack, production: hosting.Variant, **arguments: Any) -> dict[str, Any]:
    """Return the only shadow variant of a configuration, as it is in the template."""
    config(stack, variants=[production], shadow_variant=shadow(stack, **arguments))
    (made,) = only(template_of(stack), CONFIG)["ShadowProductionVariants"]
    result: dict[str, Any] = made
    return result


# --- what it is ----------------------------------------------------------------------------------


def test_a_shadow_with_its_defaults(stack: cdk.Stack) -> None:
    assert rendered(stack, variant(stack, initial_instance_count=4)) == {
        "VariantName": "Shadow",
        "ModelName": "churn-1",
        "InstanceType": "ml.m5.xlarge",
        "InitialInstanceCount": 4,
        "InitialVariantWeight": 1,
    }


def test_it_may_have_other_instances_than_production(stack: cdk.Stack) -> None:
    made = rendered(stack, variant(stack), instance_type="ml.c7i.large", initial_instance_count=2)
    assert (made["InstanceType"], made["InitialInstanceCount"]) == ("ml.c7i.large", 2)


@pytest.mark.parametrize(
    ("whole", "share", "weight"),
    [
        (1, 100, 1),
        (1, 50, 0.5),
        (1, 7, 0.07),
        (8, 25, 2),
        (100, 30, 30),
        (1, 0, 0),
        (0.5, 10, 0.05),
    ],
)
def test_the_share_of_requests_becomes_a_weight(
    stack: cdk.Stack, whole: float, share: float, weight: float
) -> None:
    production = variant(stack, initial_variant_weight=whole)
    made = rendered(stack, production, sampling_percentage=share)
    assert made["InitialVariantWeight"] == pytest.approx(weight)


@pytest.mark.parametrize("share", [-1, 100.5, float("nan")])
def test_refuses_a_share_that_there_is_not(stack: cdk.Stack, share: float) -> None:
    with pytest.raises(hosting.InvalidProps, match="no more requests to copy than all"):
        shadow(stack, sampling_percentage=share)


def test_a_share_from_a_parameter_is_a_weight_beside_a_hundred(stack: cdk.Stack) -> None:
    share = cdk.CfnParameter(stack, "Share", type="Number").value_as_number
    made = shadow(stack, sampling_percentage=share)
    endpoint(stack, shadow_variant=made)
    found = only(template_of(stack), CONFIG)
    assert found["ProductionVariants"][0]["InitialVariantWeight"] == 100
    assert found["ShadowProductionVariants"][0]["InitialVariantWeight"] == {"Ref": "Share"}


def test_the_whole_of_a_weight_from_a_parameter(stack: cdk.Stack) -> None:
    weight = cdk.CfnParameter(stack, "Weight", type="Number").value_as_number
    made = rendered(stack, variant(stack, initial_variant_weight=weight))
    assert made["InitialVariantWeight"] == {"Ref": "Weight"}


@pytest.mark.parametrize("unknown", ["share", "weight"])
def test_refuses_what_only_a_multiplication_tells(stack: cdk.Stack, unknown: str) -> None:
    number = cdk.CfnParameter(stack, "Number", type="Number").value_as_number
    production = variant(stack, initial_variant_weight=number if unknown == "weight" else 1)
    with pytest.raises(hosting.InvalidProps, match="CloudFormation cannot multiply"):
        rendered(stack, production, sampling_percentage=number if unknown == "share" else 50)


# --- what it needs -------------------------------------------------------------------------------


def test_its_model_may_do_what_that_of_production_may(stack: cdk.Stack) -> None:
    made = endpoint(
        stack,
        model=model(stack, "Current"),
        shadow_variant=shadow(
            stack,
            model=model(stack, "Candidate"),
            core_dump=hosting.CoreDump(bucket=bucket(stack)),
        ),
        data_capture=hosting.DataCapture(
            bucket=cdk.aws_s3.Bucket.from_bucket_name(stack, "Captures", "captures")
        ),
    )
    (policy,) = resources_of(template_of(stack), "AWS::IAM::Policy").values()
    assert len(policy["Properties"]["Roles"]) == 2
    text = str(policy["Properties"]["PolicyDocument"])
    for part in ("logs:PutLogEvents", "captures/data-capture/*", "models/core-dumps/*"):
        assert part in text
    assert made.shadow_variant_name == "Shadow"


def test_scaling_of_production_is_scaling_of_the_shadow(stack: cdk.Stack) -> None:
    endpoint(stack, scaling=SCALING, shadow_variant=shadow(stack), endpoint_name="churn")
    template = template_of(stack)
    targets = {
        target["Properties"]["ResourceId"]: target["Properties"]["MinCapacity"]
        for target in resources_of(template, TARGET).values()
    }
    assert targets == {"endpoint/churn/variant/AllTraffic": 3, "endpoint/churn/variant/Shadow": 3}
    found = only(template, CONFIG)
    assert found["ShadowProductionVariants"][0]["InitialInstanceCount"] == 3


def test_a_shadow_can_be_scaled_in_its_own_way(stack: cdk.Stack) -> None:
    own = hosting.Scaling(min_capacity=1, max_capacity=2)
    made = endpoint(
        stack,
        scaling={"AllTraffic": SCALING, "Shadow": own},
        shadow_variant=shadow(stack),
        endpoint_name="churn",
    )
    assert made.config.rendered_served[1]["InitialInstanceCount"] == 1
    targets = resources_of(template_of(stack), TARGET).values()
    assert sorted(each["Properties"]["MaxCapacity"] for each in targets) == [2, 9]


def test_a_shadow_can_be_left_as_it_is(stack: cdk.Stack) -> None:
    endpoint(stack, scaling={"AllTraffic": SCALING}, shadow_variant=shadow(stack))
    assert len(resources_of(template_of(stack), TARGET)) == 1


def test_a_shadow_can_be_scaled_later(stack: cdk.Stack) -> None:
    made = endpoint(
        stack,
        initial_instance_count=3,
        shadow_variant=shadow(stack, variant_name="Candidate"),
    )
    made.scale_variant(
        SCALING.on_schedule("N", "rate(1 day)", min_capacity=4), variant_name="Candidate"
    )
    (target,) = resources_of(template_of(stack), TARGET).values()
    assert target["Properties"]["ResourceId"].endswith("/variant/Candidate")
    assert only(template_of(stack), ENDPOINT)["RetainAllVariantProperties"] is True


def test_a_shadow_whose_name_is_a_parameter_can_be_scaled(stack: cdk.Stack) -> None:
    name = cdk.CfnParameter(stack, "Name").value_as_string
    endpoint(stack, scaling=SCALING, shadow_variant=shadow(stack, variant_name=name))
    assert len(resources_of(template_of(stack), TARGET)) == 2


def test_a_shadow_rests_when_production_does(stack: cdk.Stack) -> None:
    hours = hosting.OffHours(starts=time(7), stops=time(20))
    endpoint(stack, initial_instance_count=2, shadow_variant=shadow(stack), off_hours=hours)
    targets = resources_of(template_of(stack), TARGET).values()
    assert sorted(each["Properties"]["ResourceId"].rpartition("/")[2] for each in targets) == [
        "AllTraffic",
        "Shadow",
    ]
    first, second = (each["Properties"]["ScheduledActions"] for each in targets)
    assert first == second


def test_a_dashboard_shows_it_after_production(stack: cdk.Stack) -> None:
    made = endpoint(stack, shadow_variant=shadow(stack), scaling=SCALING, endpoint_name="churn")
    hosting.EndpointDashboard(stack, "Dashboard", endpoints=[made])
    body = flat(only(template_of(stack), "AWS::CloudWatch::Dashboard")["DashboardBody"])
    metrics = [
        metric
        for widget in json.loads(body)["widgets"]
        for metric in widget["properties"].get("metrics", ())
        if "ModelLatency" in metric and "by variant" not in widget["properties"]["title"]
    ]
    names = [metric[metric.index("VariantName") + 1] for metric in metrics]
    assert names == sorted(names)
    assert set(names) == {"AllTraffic", "Shadow"}


def test_its_metrics_have_its_name(stack: cdk.Stack) -> None:
    made = endpoint(stack, shadow_variant=shadow(stack), endpoint_name="churn")
    found = made.metric_model_latency(variant_name="Shadow", statistic="p99")
    assert found.dimensions == {"EndpointName": "churn", "VariantName": "Shadow"}
    assert made.metric_invocations().dimensions == {
        "EndpointName": "churn",
        "VariantName": "AllTraffic",
    }


def test_there_are_no_metrics_of_others(stack: cdk.Stack) -> None:
    made = endpoint(stack, shadow_variant=shadow(stack))
    with pytest.raises(hosting.InvalidProps, match="no variant 'Ghost'") as caught:
        made.metric_invocations(variant_name="Ghost")
    assert caught.value.fix == "name one of AllTraffic, Shadow"


def test_alarms_leave_the_shadow_alone_unless_they_name_it(stack: cdk.Stack) -> None:
    alarms = [
        hosting.RollbackAlarm.error_rate(above=0.01),
        hosting.RollbackAlarm.p99_latency(above=Duration.millis(200), variant_name="Shadow"),
    ]
    endpoint(stack, shadow_variant=shadow(stack), rollback_on=alarms)
    found = resources_of(template_of(stack), ALARM).values()
    assert sorted(str("'Shadow'" in str(alarm)) for alarm in found) == ["False", "True"]


def test_a_rollout_waits_for_its_instances(stack: cdk.Stack) -> None:
    slow = {
        "model_data_download_timeout": Duration.minutes(50),
        "container_startup_health_check_timeout": Duration.minutes(50),
    }
    endpoint(stack, initial_instance_count=2, shadow_variant=shadow(stack, **slow))
    policy = only(template_of(stack), ENDPOINT)["DeploymentConfig"]["BlueGreenUpdatePolicy"]
    assert policy["MaximumExecutionTimeoutInSeconds"] > 6000


def test_without_a_shadow_nothing_of_it_is_rendered(stack: cdk.Stack) -> None:
    made = endpoint(stack)
    assert made.shadow_variant_name is None
    assert made.config.shadow_variant is None
    assert "ShadowProductionVariants" not in only(template_of(stack), CONFIG)


def test_an_imported_configuration_has_none(stack: cdk.Stack) -> None:
    assert hosting.EndpointConfig.from_endpoint_config_name(stack, "C", "c").shadow_variant is None


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"instance_type": "ml.inf1.xlarge"}, r"declared on ml\.inf1\.xlarge"),
        ({"instance_type": "m5.large"}, "m5.large"),
        ({"initial_instance_count": 0}, "initial instance count is 0"),
        ({"variant_name": "a_b"}, "a_b"),
        ({"volume_size": cdk.Size.gibibytes(513)}, "VolumeSizeInGB is 513"),
        ({"instance_pools": ()}, "neither an instance type nor instance pools"),
    ],
)
def test_refuses_at_the_line_of_the_shadow(
    stack: cdk.Stack, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(hosting.InvalidProps, match=message):
        shadow(stack, **arguments)


def test_refuses_the_name_of_production(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="AllTraffic"):
        rendered(stack, variant(stack), variant_name="AllTraffic")


def test_refuses_several_production_variants(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="2 production variants"):
        endpoint(
            stack,
            variants=[variant(stack, "A"), variant(stack, "B")],
            shadow_variant=shadow(stack),
        )


def test_refuses_inf1_in_production(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match=r"ml\.inf1\.xlarge"):
        rendered(stack, variant(stack, instance_type="ml.inf1.xlarge"))


def test_refuses_a_serverless_endpoint(stack: cdk.Stack) -> None:
    serverless = hosting.ServerlessVariant(
        model=imported_model(stack), memory_size=cdk.Size.gibibytes(2), max_concurrency=5
    )
    with pytest.raises(hosting.InvalidProps, match="a variant is serverless"):
        rendered(stack, serverless)


def test_refuses_inference_components(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="production variant that names no model"):
        rendered(stack, hosting.ComponentVariant(instance_type="ml.m5.xlarge"))


def test_refuses_an_asynchronous_endpoint(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="shadow is declared on an asynchronous"):
        config(
            stack,
            shadow_variant=shadow(stack),
            async_inference=hosting.AsyncInference(output_bucket=bucket(stack)),
        )


def many(stack: cdk.Stack) -> hosting.ModelBase:
    return hosting.MultiModel(
        stack,
        "Many",
        image=hosting.ContainerImage.from_uri(
            "111111111111.dkr.ecr.eu-west-1.amazonaws.com/many:1"
        ),
        models=hosting.MultiModelData(bucket=bucket(stack), prefix="churn"),
    )


def pipeline(stack: cdk.Stack) -> hosting.ModelBase:
    image = hosting.ContainerImage.from_uri("111111111111.dkr.ecr.eu-west-1.amazonaws.com/one:1")
    steps = [hosting.Container(image=image), hosting.Container(image=image)]
    return hosting.InferencePipeline(stack, "Pipeline", containers=steps)


@pytest.mark.parametrize("side", ["production", "shadow"])
@pytest.mark.parametrize(
    ("make", "message"), [(many, "multi-model"), (pipeline, "several containers")]
)
def test_refuses_models_of_other_shapes_on_either_side(
    stack: cdk.Stack, make: Any, message: str, side: str
) -> None:
    models = {"production": imported_model(stack), "shadow": imported_model(stack, "Other")}
    models[side] = make(stack)
    with pytest.raises(hosting.InvalidProps, match=message):
        endpoint(
            stack,
            model=models["production"],
            shadow_variant=shadow(stack, model=models["shadow"]),
        )


def test_refuses_an_image_that_the_instances_of_the_shadow_cannot_run(stack: cdk.Stack) -> None:
    arm = hosting.Model.from_model_attributes(stack, "Arm", model_name="a", architecture="arm64")
    with pytest.raises(hosting.InvalidProps, match=r"arm64 image on ml\.m5\.xlarge"):
        rendered(stack, variant(stack), model=arm)


def test_refuses_a_model_of_another_region(stack: cdk.Stack) -> None:
    there = cdk.Stack(
        stack.node.root,
        "There",
        env=cdk.Environment(account="111111111111", region="us-east-1"),
    )
    with pytest.raises(
        hosting.InvalidProps, match="model of variant Shadow is in Region us-east-1"
    ):
        rendered(stack, variant(stack), model=imported_model(there))


def test_refuses_what_is_no_shadow(stack: cdk.Stack) -> None:
    made = variant(stack, "Other")
    for declare in (config, endpoint):
        with pytest.raises(hosting.InvalidProps, match="InstanceVariant, not a shadow variant"):
            declare(stack, shadow_variant=made)


def test_refuses_a_shadow_of_nothing(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="without the production variant"):
        config(stack, variants=[], shadow_variant=shadow(stack))


def test_refuses_scaling_of_a_shadow_that_is_not_there(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="'Shadow'"):
        endpoint(stack, scaling={"Shadow": SCALING})
