"""The alarms that take an update back: what they watch, of which fleet, in which unit."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch

import sagemaker_hosting as hosting
from tests.cdk.support import (
    ALARM,
    CONFIG,
    ENDPOINT,
    endpoint,
    imported_model,
    listed,
    logical_id_of,
    model,
    only,
    resources_of,
    statement_for,
    template_of,
    variant,
)

Alarm = hosting.RollbackAlarm


def alarm_of(stack: cdk.Stack, *alarms: hosting.RollbackAlarm, **arguments: Any) -> dict[str, Any]:
    endpoint(stack, rollback_on=list(alarms), **arguments)
    return only(template_of(stack), ALARM)


def names(dimensions: list[dict[str, Any]]) -> list[str]:
    return sorted(dimension["Name"] for dimension in dimensions)


def test_an_endpoint_is_born_with_one(stack: cdk.Stack) -> None:
    endpoint(stack)
    template = template_of(stack)
    assert only(template, ALARM)["Threshold"] == 0.05
    assert only(template, ENDPOINT)["DeploymentConfig"]["AutoRollbackConfiguration"] == {
        "Alarms": [{"AlarmName": {"Ref": logical_id_of(template, ALARM)}}]
    }


def test_none_is_a_choice(stack: cdk.Stack) -> None:
    endpoint(stack, rollback_on=[])
    template = template_of(stack)
    assert not resources_of(template, ALARM)
    assert "AutoRollbackConfiguration" not in only(template, ENDPOINT)["DeploymentConfig"]


@pytest.mark.parametrize(
    ("clients", "expression"),
    [
        (False, "IF(invocations > 0, FILL(server_errors, 0) / invocations, 0)"),
        (
            True,
            "IF(invocations > 0, (FILL(server_errors, 0) + FILL(client_errors, 0))"
            " / invocations, 0)",
        ),
    ],
)
def test_the_error_rate_is_metric_math(stack: cdk.Stack, clients: bool, expression: str) -> None:
    alarm = alarm_of(stack, Alarm.error_rate(above=0.01, include_client_errors=clients))
    (returned,) = [query for query in alarm["Metrics"] if query["ReturnData"]]
    assert returned["Expression"] == expression
    statistics = {query["MetricStat"]["Stat"] for query in alarm["Metrics"] if query != returned}
    assert statistics == {"Sum"}


def test_the_new_fleet_alone_is_watched(stack: cdk.Stack) -> None:
    endpoint(stack, rollback_on=[Alarm.p99_latency(above=Duration.millis(200))])
    template = template_of(stack)
    assert only(template, ALARM)["Dimensions"] == [
        {"Name": "EndpointName", "Value": "Stack-Endpoint"},
        {"Name": "VariantName", "Value": "AllTraffic"},
        {
            "Name": "EndpointConfigName",
            "Value": {"Fn::GetAtt": [logical_id_of(template, CONFIG), "EndpointConfigName"]},
        },
    ]


def test_both_fleets_can_be_watched(stack: cdk.Stack) -> None:
    both = Alarm.latency(above=Duration.millis(200), scope=hosting.AlarmScope.BOTH_FLEETS)
    assert names(alarm_of(stack, both)["Dimensions"]) == ["EndpointName", "VariantName"]


@pytest.mark.parametrize(
    ("make", "statistic"),
    [(Alarm.p50_latency, "p50"), (Alarm.p90_latency, "p90"), (Alarm.p99_latency, "p99")],
)
def test_percentiles_of_the_latency_in_microseconds(
    stack: cdk.Stack, make: Any, statistic: str
) -> None:
    alarm = alarm_of(stack, make(above=Duration.millis(200)))
    assert (
        alarm["Namespace"],
        alarm["MetricName"],
        alarm["ExtendedStatistic"],
        alarm["Threshold"],
        alarm["ComparisonOperator"],
    ) == ("AWS/SageMaker", "ModelLatency", statistic, 200_000, "GreaterThanThreshold")


@pytest.mark.parametrize("statistic", ["Average", "Maximum"])
def test_plain_statistics_of_the_latency(stack: cdk.Stack, statistic: str) -> None:
    alarm = alarm_of(stack, Alarm.latency(above=Duration.seconds(2), statistic=statistic))
    assert (alarm["Statistic"], alarm.get("ExtendedStatistic")) == (statistic, None)


@pytest.mark.parametrize("statistic", ["p99.9", "tm95", "IQM", "TM(10%:90%)"])
def test_extended_statistics_of_the_latency(stack: cdk.Stack, statistic: str) -> None:
    alarm = alarm_of(stack, Alarm.latency(above=Duration.seconds(2), statistic=statistic))
    assert (alarm["ExtendedStatistic"], alarm.get("Statistic")) == (statistic, None)


def test_overhead_latency(stack: cdk.Stack) -> None:
    alarm = alarm_of(stack, Alarm.overhead_latency(above=Duration.millis(50)))
    assert (alarm["MetricName"], alarm["Threshold"]) == ("OverheadLatency", 50_000)


@pytest.mark.parametrize(
    ("make", "metric", "above", "instance_type"),
    [
        (Alarm.cpu_utilization, "CPUUtilization", 350, "ml.m5.xlarge"),
        (Alarm.memory_utilization, "MemoryUtilization", 90, "ml.m5.xlarge"),
        (Alarm.disk_utilization, "DiskUtilization", 0, "ml.m5.xlarge"),
        (Alarm.gpu_utilization, "GPUUtilization", 95, "ml.g5.xlarge"),
        (Alarm.gpu_memory_utilization, "GPUMemoryUtilization", 95, "ml.g5.xlarge"),
    ],
)
def test_use_of_the_instances(
    stack: cdk.Stack, make: Any, metric: str, above: float, instance_type: str
) -> None:
    alarm = alarm_of(stack, make(above_percent=above), instance_type=instance_type)
    assert (alarm["Namespace"], alarm["MetricName"], alarm["Statistic"], alarm["Threshold"]) == (
        "/aws/sagemaker/Endpoints",
        metric,
        "Average",
        above,
    )


def test_an_alarm_of_ones_own(stack: cdk.Stack) -> None:
    own = cloudwatch.Alarm(
        stack,
        "Own",
        metric=cloudwatch.Metric(namespace="Churn", metric_name="Drift"),
        threshold=1,
        evaluation_periods=1,
    )
    endpoint(stack, model=model(stack), rollback_on=[Alarm.of(own)])
    template = template_of(stack)
    (watched,) = only(template, ENDPOINT)["DeploymentConfig"]["AutoRollbackConfiguration"]["Alarms"]
    assert watched["AlarmName"] == {"Ref": logical_id_of(template, ALARM)}
    assert listed(statement_for(template, "cloudwatch:DescribeAlarms")["Resource"]) == [
        {"Fn::GetAtt": [logical_id_of(template, ALARM), "Arn"]}
    ]


def test_missing_data_is_not_breaching(stack: cdk.Stack) -> None:
    assert alarm_of(stack, Alarm.error_rate(above=0))["TreatMissingData"] == "notBreaching"


def test_timing(stack: cdk.Stack) -> None:
    timing = hosting.AlarmTiming(
        period=Duration.minutes(2), evaluation_periods=6, datapoints_to_alarm=4
    )
    alarm = alarm_of(stack, Alarm.p99_latency(above=Duration.millis(1), timing=timing))
    assert (alarm["Period"], alarm["EvaluationPeriods"], alarm["DatapointsToAlarm"]) == (120, 6, 4)


def test_refuses_a_period_that_is_shorter_than_the_metric_is_published(stack: cdk.Stack) -> None:
    timing = hosting.AlarmTiming(period=Duration.seconds(10))
    with pytest.raises(hosting.InvalidProps, match="published every 60 s"):
        Alarm.p99_latency(above=Duration.millis(1), timing=timing)


def test_any_metric_of_the_endpoint(stack: cdk.Stack) -> None:
    alarm = alarm_of(stack, Alarm.metric("InvocationModelErrors", statistic="Sum", above=10))
    assert (alarm["MetricName"], alarm["Statistic"], alarm["Threshold"]) == (
        "InvocationModelErrors",
        "Sum",
        10,
    )


def test_refuses_a_metric_that_no_endpoint_has() -> None:
    with pytest.raises(hosting.InvalidProps, match="no metric of an endpoint"):
        Alarm.metric("ModelLatncy", above=1)


def test_refuses_a_composite_alarm(stack: cdk.Stack) -> None:
    errors = cloudwatch.Alarm.from_alarm_name(stack, "Errors", "errors")
    composite = cloudwatch.CompositeAlarm(
        stack,
        "Any",
        alarm_rule=cloudwatch.AlarmRule.from_alarm(errors, cloudwatch.AlarmState.ALARM),
    )
    with pytest.raises(hosting.InvalidProps, match="composite"):
        Alarm.of(composite)


def test_refuses_an_alarm_of_another_region(stack: cdk.Stack) -> None:
    arn = "arn:aws:cloudwatch:us-east-1:111111111111:alarm:errors"
    other = cloudwatch.Alarm.from_alarm_arn(stack, "Other", arn)
    with pytest.raises(hosting.InvalidProps, match="Region us-east-1"):
        endpoint(stack, rollback_on=[Alarm.of(other)])


def test_one_for_each_variant_with_traffic(stack: cdk.Stack) -> None:
    variants = [
        variant(stack, "A"),
        variant(stack, "B"),
        variant(stack, "Dark", initial_variant_weight=0),
    ]
    endpoint(stack, variants=variants)
    watched = {
        dimension["Value"]
        for alarm in resources_of(template_of(stack), ALARM).values()
        for query in alarm["Properties"]["Metrics"]
        if "MetricStat" in query
        for dimension in query["MetricStat"]["Metric"]["Dimensions"]
        if dimension["Name"] == "VariantName"
    }
    assert watched == {"A", "B"}


def test_one_variant_can_be_named(stack: cdk.Stack) -> None:
    alarm = Alarm.p99_latency(above=Duration.millis(1), variant_name="B")
    rendered = alarm_of(stack, alarm, variants=[variant(stack, "A"), variant(stack, "B")])
    assert rendered["Dimensions"][1]["Value"] == "B"


def test_two_of_one_kind_have_ids_of_their_own(stack: cdk.Stack) -> None:
    alarms = [Alarm.error_rate(above=0.01), Alarm.error_rate(above=0.5, id="ErrorStorm")]
    endpoint(stack, rollback_on=alarms)
    assert len(resources_of(template_of(stack), ALARM)) == 2


def test_ten(stack: cdk.Stack) -> None:
    made = endpoint(stack, rollback_on=[Alarm.error_rate(above=0.1, id=f"E{n}") for n in range(10)])
    assert len(made.rollback_alarm_names) == 10
    assert len(resources_of(template_of(stack), ALARM)) == 10


def test_an_imported_configuration_needs_the_variant_named(stack: cdk.Stack) -> None:
    imported = hosting.EndpointConfig.from_endpoint_config_name(stack, "Config", "churn-3")
    alarm = Alarm.error_rate(above=0.01, variant_name="AllTraffic")
    hosting.Endpoint(stack, "Endpoint", config=imported, rollback_on=[alarm])
    dimensions = only(template_of(stack), ALARM)["Metrics"][1]["MetricStat"]["Metric"]["Dimensions"]
    assert {"Name": "EndpointConfigName", "Value": "churn-3"} in dimensions


@pytest.mark.parametrize("above", [-0.1, 1, 1.5, 100])
def test_refuses_an_error_rate_that_is_no_share(above: float) -> None:
    with pytest.raises(hosting.InvalidProps, match="share of the requests"):
        Alarm.error_rate(above=above)


@pytest.mark.parametrize(
    ("make", "above"),
    [
        (Alarm.cpu_utilization, -1),
        (Alarm.memory_utilization, 100),
        (Alarm.memory_utilization, -1),
        (Alarm.disk_utilization, 101),
        (Alarm.gpu_utilization, -5),
        (Alarm.gpu_memory_utilization, -5),
    ],
)
def test_refuses_a_use_that_cannot_be(make: Any, above: float) -> None:
    with pytest.raises(hosting.InvalidProps, match="Utilization"):
        make(above_percent=above)


@pytest.mark.parametrize("statistic", ["banana", "P99", "99", ""])
def test_refuses_a_statistic_that_does_not_exist(statistic: str) -> None:
    with pytest.raises(hosting.InvalidProps, match="statistic"):
        Alarm.latency(above=Duration.millis(1), statistic=statistic)


@pytest.mark.parametrize(
    ("wanted", "seen"), [(0, 3), (4, 3), (-1, 3), (0, 0)], ids=["none", "more", "negative", "zero"]
)
def test_refuses_data_points_that_are_not_looked_at(wanted: int, seen: int) -> None:
    with pytest.raises(hosting.InvalidProps, match=f"datapoints_to_alarm is {wanted}"):
        hosting.AlarmTiming(datapoints_to_alarm=wanted, evaluation_periods=seen)


@pytest.mark.parametrize("seconds", [0, 1, 15, 45, 90])
def test_refuses_a_period_that_cloudwatch_does_not_have(seconds: int) -> None:
    with pytest.raises(hosting.InvalidProps, match=str(seconds)):
        hosting.AlarmTiming(period=Duration.seconds(seconds))


def test_refuses_a_latency_known_only_at_deployment(stack: cdk.Stack) -> None:
    millis = cdk.CfnParameter(stack, "Latency", type="Number").value_as_number
    with pytest.raises(hosting.InvalidProps, match="known only at deployment"):
        Alarm.latency(above=Duration.millis(millis))


def test_refuses_eleven(stack: cdk.Stack) -> None:
    alarms = [Alarm.error_rate(above=0.1, id=f"E{number}") for number in range(11)]
    with pytest.raises(hosting.InvalidProps, match="11"):
        endpoint(stack, rollback_on=alarms)


def test_refuses_two_of_one_id(stack: cdk.Stack) -> None:
    alarms = [Alarm.error_rate(above=0.1), Alarm.error_rate(above=0.2)]
    with pytest.raises(hosting.InvalidProps, match="'ErrorRate'"):
        endpoint(stack, rollback_on=alarms)


def test_refuses_to_watch_a_variant_that_is_not_there(stack: cdk.Stack) -> None:
    alarm = Alarm.error_rate(above=0.1, variant_name="Blue")
    with pytest.raises(hosting.InvalidProps, match="'Blue'"):
        endpoint(stack, rollback_on=[alarm])


def test_refuses_to_guess_the_variants_of_an_import(stack: cdk.Stack) -> None:
    imported = hosting.EndpointConfig.from_endpoint_config_name(stack, "Config", "churn-3")
    with pytest.raises(hosting.InvalidProps, match="names no variant"):
        hosting.Endpoint(
            stack, "Endpoint", config=imported, rollback_on=[Alarm.error_rate(above=0.1)]
        )


def test_refuses_alarms_that_nobody_would_look_at(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="inf1"):
        hosting.RealTimeEndpoint(
            stack,
            "Endpoint",
            model=imported_model(stack),
            instance_type="ml.inf1.xlarge",
            rollback_on=[Alarm.error_rate(above=0.1)],
        )
