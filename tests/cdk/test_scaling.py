"""Autoscaling of variants: limits, policies, schedules, and what an update keeps."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import Duration
from aws_cdk import aws_applicationautoscaling as autoscaling
from aws_cdk import aws_cloudwatch as cloudwatch

import sagemaker_hosting as hosting
from tests.cdk.support import (
    ALARM,
    ENDPOINT,
    POLICY,
    TARGET,
    config,
    endpoint,
    logical_id_of,
    only,
    resources_of,
    template_of,
    variant,
)

BASE = hosting.Scaling(min_capacity=1, max_capacity=4)
UP = [hosting.ScalingStep(lower=0, change=1)]
MATH = cloudwatch.MathExpression(
    expression="busy / all",
    using_metrics={
        "busy": cloudwatch.Metric(namespace="Churn", metric_name="Busy", statistic="Sum"),
        "all": cloudwatch.Metric(
            namespace="Churn", metric_name="All", dimensions_map={"Stage": "prod"}
        ),
    },
)


def policy_of(stack: cdk.Stack, scaling: hosting.Scaling, **arguments: Any) -> dict[str, Any]:
    """Return the only policy of a scaled endpoint, without what all have."""
    endpoint(stack, scaling=scaling, **arguments)
    template = template_of(stack)
    policy = only(template, POLICY)
    assert policy.pop("ScalingTargetId") == {"Ref": logical_id_of(template, TARGET)}
    return policy


def test_limits(stack: cdk.Stack) -> None:
    endpoint(stack, scaling=BASE)
    assert only(template_of(stack), TARGET) == {
        "ServiceNamespace": "sagemaker",
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
        "ResourceId": "endpoint/Stack-Endpoint/variant/AllTraffic",
        "MinCapacity": 1,
        "MaxCapacity": 4,
    }


def test_a_target_waits_for_its_endpoint(stack: cdk.Stack) -> None:
    endpoint(stack, scaling=BASE)
    template = template_of(stack)
    (target,) = resources_of(template, TARGET).values()
    assert target["DependsOn"] == [logical_id_of(template, ENDPOINT)]


def test_invocations(stack: cdk.Stack) -> None:
    assert policy_of(stack, BASE.track_invocations(per_instance_per_minute=900)) == {
        "PolicyName": "Invocations",
        "PolicyType": "TargetTrackingScaling",
        "TargetTrackingScalingPolicyConfiguration": {
            "PredefinedMetricSpecification": {
                "PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"
            },
            "TargetValue": 900,
        },
    }


def test_concurrent_requests_of_high_resolution(stack: cdk.Stack) -> None:
    policy = policy_of(stack, BASE.track_concurrent_requests(per_model=5))
    assert policy["TargetTrackingScalingPolicyConfiguration"] == {
        "PredefinedMetricSpecification": {
            "PredefinedMetricType": "SageMakerVariantConcurrentRequestsPerModelHighResolution"
        },
        "TargetValue": 5,
    }


def test_cooldowns_of_zero_are_cooldowns(stack: cdk.Stack) -> None:
    scaling = BASE.track_invocations(
        per_instance_per_minute=1,
        scale_in_cooldown=Duration.seconds(0),
        scale_out_cooldown=Duration.seconds(0),
        disable_scale_in=True,
    )
    configuration = policy_of(stack, scaling)["TargetTrackingScalingPolicyConfiguration"]
    assert (
        configuration["ScaleInCooldown"],
        configuration["ScaleOutCooldown"],
        configuration["DisableScaleIn"],
    ) == (0, 0, True)


def test_a_metric_of_the_variant_by_its_name(stack: cdk.Stack) -> None:
    policy = policy_of(stack, BASE.track_metric("CPUUtilization", target=180))
    assert policy["TargetTrackingScalingPolicyConfiguration"] == {
        "CustomizedMetricSpecification": {
            "Namespace": "/aws/sagemaker/Endpoints",
            "MetricName": "CPUUtilization",
            "Dimensions": [
                {"Name": "EndpointName", "Value": "Stack-Endpoint"},
                {"Name": "VariantName", "Value": "AllTraffic"},
            ],
            "Statistic": "Average",
            "Unit": "Percent",
        },
        "TargetValue": 180,
    }


def test_a_metric_of_ones_own(stack: cdk.Stack) -> None:
    metric = cloudwatch.Metric(
        namespace="Churn",
        metric_name="Backlog",
        dimensions_map={"Queue": "q"},
        statistic="Maximum",
        unit=cloudwatch.Unit.COUNT,
    )
    policy = policy_of(stack, BASE.track_metric(metric, target=10))
    assert policy["PolicyName"] == "Backlog"
    assert policy["TargetTrackingScalingPolicyConfiguration"]["CustomizedMetricSpecification"] == {
        "Namespace": "Churn",
        "MetricName": "Backlog",
        "Dimensions": [{"Name": "Queue", "Value": "q"}],
        "Statistic": "Maximum",
        "Unit": "Count",
    }


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        (cloudwatch.Unit.MICROSECONDS, "Microseconds"),
        (cloudwatch.Unit.COUNT_PER_SECOND, "Count/Second"),
        (cloudwatch.Unit.GIGABYTES_PER_SECOND, "Gigabytes/Second"),
    ],
)
def test_the_unit_of_a_metric_in_the_words_of_cloudwatch(
    stack: cdk.Stack, unit: cloudwatch.Unit, text: str
) -> None:
    metric = cloudwatch.Metric(namespace="Churn", metric_name="Load", unit=unit)
    configuration = policy_of(stack, BASE.track_metric(metric, target=10))
    specification = configuration["TargetTrackingScalingPolicyConfiguration"]
    assert specification["CustomizedMetricSpecification"]["Unit"] == text


def test_metric_math(stack: cdk.Stack) -> None:
    policy = policy_of(stack, BASE.track_metric(MATH, target=0.5, id="Load"))
    specification = policy["TargetTrackingScalingPolicyConfiguration"]
    queries = specification["CustomizedMetricSpecification"]["Metrics"]
    assert sorted((query["Id"], query["ReturnData"]) for query in queries) == [
        ("all", False),
        ("busy", False),
        ("tracked", True),
    ]
    returned = next(query for query in queries if query["ReturnData"])
    assert returned["Expression"] == "busy / all"


def test_steps_up(stack: cdk.Stack) -> None:
    steps = [
        hosting.ScalingStep(lower=0, upper=20, change=1),
        hosting.ScalingStep(lower=20, change=3),
    ]
    scaling = BASE.step_on("CPUUtilization", above=70, steps=steps, cooldown=Duration.seconds(0))
    endpoint(stack, scaling=scaling, rollback_on=[])
    template = template_of(stack)
    policy = only(template, POLICY)
    assert policy["PolicyType"] == "StepScaling"
    assert policy["StepScalingPolicyConfiguration"] == {
        "AdjustmentType": "ChangeInCapacity",
        "Cooldown": 0,
        "MetricAggregationType": "Average",
        "StepAdjustments": [
            {
                "MetricIntervalLowerBound": 0,
                "MetricIntervalUpperBound": 20,
                "ScalingAdjustment": 1,
            },
            {"MetricIntervalLowerBound": 20, "ScalingAdjustment": 3},
        ],
    }
    alarm = only(template, ALARM)
    assert (alarm["ComparisonOperator"], alarm["Threshold"], alarm["AlarmActions"]) == (
        "GreaterThanOrEqualToThreshold",
        70,
        [{"Ref": logical_id_of(template, POLICY)}],
    )


@pytest.mark.parametrize("threshold", [0, 10])
def test_steps_down(stack: cdk.Stack, threshold: int) -> None:
    scaling = BASE.step_on(
        "CPUUtilization", below=threshold, steps=[hosting.ScalingStep(upper=0, change=-1)]
    )
    endpoint(stack, scaling=scaling, rollback_on=[])
    alarm = only(template_of(stack), ALARM)
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == (
        "LessThanOrEqualToThreshold",
        threshold,
    )


def test_a_percentile_is_an_extended_statistic(stack: cdk.Stack) -> None:
    scaling = BASE.step_on("ModelLatency", above=1_000_000, statistic="p99", steps=UP)
    endpoint(stack, scaling=scaling, rollback_on=[])
    alarm = only(template_of(stack), ALARM)
    assert (alarm.get("Statistic"), alarm["ExtendedStatistic"]) == (None, "p99")


def test_schedules(stack: cdk.Stack) -> None:
    scaling = BASE.on_schedule(
        "Morning",
        autoscaling.Schedule.cron(hour="7", minute="0"),
        min_capacity=2,
        time_zone="Europe/Vienna",
        start=datetime(2030, 1, 1, tzinfo=UTC),
        end=datetime(2030, 6, 1, tzinfo=UTC),
    ).on_schedule("Night", "cron(0 22 * * ? *)", min_capacity=1, max_capacity=1)
    endpoint(stack, scaling=scaling)
    assert only(template_of(stack), TARGET)["ScheduledActions"] == [
        {
            "ScheduledActionName": "Morning",
            "Schedule": "cron(0 7 * * ? *)",
            "ScalableTargetAction": {"MinCapacity": 2},
            "Timezone": "Europe/Vienna",
            "StartTime": "2030-01-01T00:00:00Z",
            "EndTime": "2030-06-01T00:00:00Z",
        },
        {
            "ScheduledActionName": "Night",
            "Schedule": "cron(0 22 * * ? *)",
            "ScalableTargetAction": {"MinCapacity": 1, "MaxCapacity": 1},
        },
    ]


def test_a_common_base_can_be_shared() -> None:
    first = BASE.track_invocations(per_instance_per_minute=1)
    assert (len(BASE.policies), len(first.policies)) == (0, 1)


def test_several_variants_at_once(stack: cdk.Stack) -> None:
    scaling = {
        "A": BASE.track_invocations(per_instance_per_minute=1),
        "B": hosting.Scaling(min_capacity=2, max_capacity=8).track_concurrent_requests(per_model=2),
    }
    endpoint(stack, variants=[variant(stack, "A"), variant(stack, "B")], scaling=scaling)
    template = template_of(stack)
    limits = {
        target["Properties"]["ResourceId"].rpartition("/")[2]: target["Properties"]["MaxCapacity"]
        for target in resources_of(template, TARGET).values()
    }
    assert limits == {"A": 4, "B": 8}
    assert len(resources_of(template, POLICY)) == 2


def test_some_variants_only(stack: cdk.Stack) -> None:
    variants = [variant(stack, "A"), variant(stack, "B", initial_variant_weight=2)]
    endpoint(stack, variants=variants, scaling={"B": BASE})
    assert only(template_of(stack), TARGET)["ResourceId"].endswith("/variant/B")


@pytest.mark.parametrize("later", [False, True])
def test_an_update_keeps_the_capacity_that_scaling_gave(stack: cdk.Stack, later: bool) -> None:
    made = endpoint(stack, scaling=None if later else BASE)
    if later:
        made.scale_variant(BASE)
    properties = only(template_of(stack), ENDPOINT)
    assert properties["RetainAllVariantProperties"] is True
    assert properties["ExcludeRetainedVariantProperties"] == [
        {"VariantPropertyType": "DesiredWeight"},
        {"VariantPropertyType": "DataCaptureConfig"},
    ]


def test_without_scaling_an_update_takes_the_declared_capacity(stack: cdk.Stack) -> None:
    endpoint(stack)
    assert "RetainAllVariantProperties" not in only(template_of(stack), ENDPOINT)


def test_scaling_the_composable_endpoint_from_the_count_it_starts_with(stack: cdk.Stack) -> None:
    two = hosting.Scaling(min_capacity=2, max_capacity=4)
    hosting.Endpoint(
        stack,
        "Endpoint",
        config=config(stack, default_instance_count=2),
        scaling={"AllTraffic": two},
    )
    assert only(template_of(stack), TARGET)["MinCapacity"] == 2


def test_a_scalable_variant_by_itself(stack: cdk.Stack) -> None:
    made = hosting.ScalableVariant(
        stack, "Scaling", endpoint_name="churn", variant_name="AllTraffic", scaling=BASE
    )
    assert isinstance(made.node.default_child, autoscaling.CfnScalableTarget)
    assert only(template_of(stack), TARGET)["ResourceId"] == "endpoint/churn/variant/AllTraffic"


REFUSED: dict[str, tuple[Any, str]] = {
    "minimum 0": (lambda: hosting.Scaling(min_capacity=0, max_capacity=4), "0"),
    "minimum below 0": (lambda: hosting.Scaling(min_capacity=-1, max_capacity=4), "-1"),
    "maximum 0": (lambda: hosting.Scaling(min_capacity=1, max_capacity=0), "0"),
    "crossed": (lambda: hosting.Scaling(min_capacity=5, max_capacity=4), "5"),
    "target 0": (lambda: BASE.track_invocations(per_instance_per_minute=0), "0"),
    "target below 0": (lambda: BASE.track_concurrent_requests(per_model=-1), "-1"),
    "metric target 0": (lambda: BASE.track_metric("CPUUtilization", target=0), "0"),
    "unknown metric": (lambda: BASE.track_metric("CPU", target=1), "'CPU' is no metric"),
    "percentile": (
        lambda: BASE.track_metric("ModelLatency", target=1, statistic="p99"),
        "p99",
    ),
    "cooldown": (
        lambda: BASE.track_invocations(
            per_instance_per_minute=1, scale_in_cooldown=Duration.millis(1500)
        ),
        "scale_in_cooldown",
    ),
    "same policy twice": (
        lambda: BASE.track_invocations(per_instance_per_minute=1).track_invocations(
            per_instance_per_minute=2
        ),
        "two scaling policies are called 'Invocations'",
    ),
    "math without a name": (lambda: BASE.track_metric(MATH, target=1), "no name of its own"),
    "steps on math": (lambda: BASE.step_on(MATH, above=1, steps=UP, id="Load"), "math"),
    "no threshold": (lambda: BASE.step_on("CPUUtilization", steps=UP), "neither is given"),
    "two thresholds": (
        lambda: BASE.step_on("CPUUtilization", steps=UP, above=1, below=0),
        "both are given",
    ),
    "no steps": (lambda: BASE.step_on("CPUUtilization", steps=[], above=1), "no steps"),
    "a gap": (
        lambda: BASE.step_on(
            "CPUUtilization",
            above=1,
            steps=[
                hosting.ScalingStep(lower=0, upper=1, change=1),
                hosting.ScalingStep(lower=2, change=2),
            ],
        ),
        "2",
    ),
    "an overlap": (
        lambda: BASE.step_on(
            "CPUUtilization",
            above=1,
            steps=[
                hosting.ScalingStep(lower=0, upper=3, change=1),
                hosting.ScalingStep(lower=2, change=2),
            ],
        ),
        "2",
    ),
    "schedule of nothing": (lambda: BASE.on_schedule("N", "rate(1 day)"), "changes nothing"),
    "schedule malformed": (
        lambda: BASE.on_schedule("N", "every day", min_capacity=1),
        "every day",
    ),
    "schedule crossed": (
        lambda: BASE.on_schedule("N", "rate(1 day)", min_capacity=3, max_capacity=2),
        "3",
    ),
    "schedule twice": (
        lambda: BASE.on_schedule("N", "rate(1 day)", min_capacity=1).on_schedule(
            "N", "rate(2 days)", min_capacity=1
        ),
        "two scheduled actions are called 'N'",
    ),
    "schedule of a naive time": (
        lambda: BASE.on_schedule("N", "rate(1 day)", min_capacity=1, start=datetime(2030, 1, 1)),
        "time zone",
    ),
    "schedule that ends before it starts": (
        lambda: BASE.on_schedule(
            "N",
            "rate(1 day)",
            min_capacity=1,
            start=datetime(2030, 1, 2, tzinfo=UTC),
            end=datetime(2030, 1, 1, tzinfo=UTC),
        ),
        "2030",
    ),
}


@pytest.mark.parametrize(("declare", "message"), REFUSED.values(), ids=REFUSED)
def test_refuses_scaling_by_the_time_it_is_used(
    stack: cdk.Stack, declare: Any, message: str
) -> None:
    with pytest.raises(hosting.InvalidProps, match=message):
        endpoint(stack, scaling=declare(), initial_instance_count=1)


def test_refuses_a_burstable_variant(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match=r"ml\.t2\.medium"):
        endpoint(stack, instance_type="ml.t2.medium", scaling=BASE)


def test_refuses_a_gpu_metric_without_a_gpu(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="GPUUtilization"):
        endpoint(stack, scaling=BASE.track_metric("GPUUtilization", target=70))


def test_refuses_a_target_that_is_never_reached(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="500"):
        endpoint(stack, scaling=BASE.track_metric("CPUUtilization", target=500))


@pytest.mark.parametrize("count", [1, 5])
def test_refuses_an_initial_count_outside_the_limits(stack: cdk.Stack, count: int) -> None:
    scaling = hosting.Scaling(min_capacity=2, max_capacity=4)
    with pytest.raises(hosting.InvalidProps, match=f"starts with {count} instances"):
        endpoint(stack, scaling=scaling, initial_instance_count=count)


def test_refuses_to_scale_a_variant_twice(stack: cdk.Stack) -> None:
    made = endpoint(stack, scaling=BASE)
    with pytest.raises(hosting.InvalidProps, match="is scaled already"):
        made.scale_variant(BASE)


def test_refuses_to_scale_a_variant_that_is_not_there(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="'Blue'"):
        endpoint(stack).scale_variant(BASE, variant_name="Blue")


def test_refuses_to_guess_the_variant(stack: cdk.Stack) -> None:
    made = endpoint(stack, variants=[variant(stack, "A"), variant(stack, "B")])
    with pytest.raises(hosting.InvalidProps, match="the variants A, B"):
        made.scale_variant(BASE)


def test_refuses_too_few_instances_later_and_says_where_to_say_it(stack: cdk.Stack) -> None:
    made = endpoint(stack)
    with pytest.raises(hosting.InvalidProps, match="starts with 1 instances") as caught:
        made.scale_variant(hosting.Scaling(min_capacity=2, max_capacity=4))
    assert caught.value.fix is not None
    assert "initial_instance_count" in caught.value.fix
    assert "leave it out" not in caught.value.fix
    assert caught.value.path is not None
    assert caught.value.path.startswith("Stack/Endpoint")
