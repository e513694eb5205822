"""The metrics of owned and imported endpoints."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch

import sagemaker_hosting as hosting
from sagemaker_hosting.facts.metrics import endpoint_metrics
from tests.cdk.support import endpoint, variant

METHODS = {
    "metric_invocations": ("Invocations", "Sum"),
    "metric_invocations_per_instance": ("InvocationsPerInstance", "Sum"),
    "metric_invocation_4xx_errors": ("Invocation4XXErrors", "Sum"),
    "metric_invocation_5xx_errors": ("Invocation5XXErrors", "Sum"),
    "metric_invocation_model_errors": ("InvocationModelErrors", "Sum"),
    "metric_model_latency": ("ModelLatency", "Average"),
    "metric_overhead_latency": ("OverheadLatency", "Average"),
    "metric_concurrent_requests": ("ConcurrentRequestsPerModel", "Maximum"),
    "metric_cpu_utilization": ("CPUUtilization", "Average"),
    "metric_memory_utilization": ("MemoryUtilization", "Average"),
    "metric_disk_utilization": ("DiskUtilization", "Average"),
    "metric_gpu_utilization": ("GPUUtilization", "Average"),
    "metric_gpu_memory_utilization": ("GPUMemoryUtilization", "Average"),
}


@pytest.fixture(params=["owned", "imported"])
def any_endpoint(request: pytest.FixtureRequest, stack: cdk.Stack) -> hosting.RealTimeEndpointBase:
    if request.param == "owned":
        return endpoint(stack, endpoint_name="churn")
    return hosting.Endpoint.from_endpoint_name(
        stack, "Imported", "churn", variant_names=["AllTraffic"]
    )


@pytest.mark.parametrize(("method", "expected"), METHODS.items(), ids=METHODS)
def test_each_has_its_namespace_statistic_and_dimensions(
    any_endpoint: hosting.RealTimeEndpointBase, method: str, expected: tuple[str, str]
) -> None:
    metric: cloudwatch.Metric = getattr(any_endpoint, method)()
    name, statistic = expected
    assert (metric.metric_name, metric.statistic, metric.namespace, metric.dimensions) == (
        name,
        statistic,
        endpoint_metrics()[name].namespace,
        {"EndpointName": "churn", "VariantName": "AllTraffic"},
    )
    assert metric.period.to_seconds() == 60


def test_every_method_of_a_metric_is_tested() -> None:
    methods = {name for name in dir(hosting.RealTimeEndpointBase) if name.startswith("metric_")}
    assert methods == {*METHODS, "metric_error_rate"}


def test_a_statistic_and_a_period(any_endpoint: hosting.RealTimeEndpointBase) -> None:
    metric = any_endpoint.metric_model_latency(statistic="p99", period=Duration.minutes(5))
    assert (metric.statistic, metric.period.to_minutes()) == ("p99", 5)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("ModelLatency", cloudwatch.Unit.MICROSECONDS),
        ("OverheadLatency", cloudwatch.Unit.MICROSECONDS),
        ("CPUUtilization", cloudwatch.Unit.PERCENT),
        ("Invocations", None),
    ],
)
def test_units(any_endpoint: hosting.RealTimeEndpointBase, name: str, unit: Any) -> None:
    stat = any_endpoint.metric(name).to_metric_config().metric_stat
    assert stat is not None
    assert stat.unit_filter == unit


def test_the_error_rate(any_endpoint: hosting.RealTimeEndpointBase) -> None:
    rate = any_endpoint.metric_error_rate(include_client_errors=True)
    assert sorted(rate.using_metrics) == ["client_errors", "invocations", "server_errors"]


def test_further_dimensions(any_endpoint: hosting.RealTimeEndpointBase) -> None:
    metric = any_endpoint.metric("Invocations", dimensions={"EndpointConfigName": "churn-3"})
    assert metric.dimensions == {
        "EndpointName": "churn",
        "VariantName": "AllTraffic",
        "EndpointConfigName": "churn-3",
    }


def test_a_metric_that_the_guide_does_not_list(any_endpoint: hosting.RealTimeEndpointBase) -> None:
    metric = any_endpoint.metric("SomethingNew")
    assert (metric.namespace, metric.statistic) == ("AWS/SageMaker", "Average")


def test_a_metric_makes_an_alarm(stack: cdk.Stack) -> None:
    alarm = (
        endpoint(stack)
        .metric_model_latency()
        .create_alarm(stack, "Slow", threshold=1_000_000, evaluation_periods=1)
    )
    assert isinstance(alarm, cloudwatch.Alarm)


def test_a_variant_is_named_where_there_are_several(stack: cdk.Stack) -> None:
    made = endpoint(stack, variants=[variant(stack, "A"), variant(stack, "B")])
    assert made.metric_invocations(variant_name="B").dimensions == {
        "EndpointName": "Stack-Endpoint",
        "VariantName": "B",
    }


def test_refuses_to_guess_between_variants(stack: cdk.Stack) -> None:
    made = endpoint(stack, variants=[variant(stack, "A"), variant(stack, "B")])
    with pytest.raises(hosting.InvalidProps, match="the variants A, B"):
        made.metric_invocations()


def test_refuses_to_guess_the_variants_of_an_import(stack: cdk.Stack) -> None:
    imported = hosting.Endpoint.from_endpoint_name(stack, "Imported", "churn")
    with pytest.raises(hosting.InvalidProps, match="are not known here"):
        imported.metric_invocations()
