"""The metrics of owned and imported endpoints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch

import sagemaker_hosting as hosting
from sagemaker_hosting.facts.metrics import (
    INSTANCE_NAMESPACE,
    EndpointKind,
    EndpointMetric,
    all_metrics,
    endpoint_metrics,
)
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
    "metric_explanations_per_instance": ("ExplanationsPerInstance", "Sum"),
    "metric_model_cache_hit": ("ModelCacheHit", "Average"),
    "metric_loaded_model_count": ("LoadedModelCount", "Average"),
    "metric_model_loading_wait_time": ("ModelLoadingWaitTime", "Average"),
    "metric_model_downloading_time": ("ModelDownloadingTime", "Average"),
    "metric_model_loading_time": ("ModelLoadingTime", "Average"),
    "metric_model_unloading_time": ("ModelUnloadingTime", "Average"),
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
    assert methods == {*METHODS, "metric_error_rate", "metric_container_latency"}


KINDS: dict[EndpointKind, Any] = {
    "real-time": hosting.Endpoint,
    "serverless": hosting.ServerlessEndpoint,
    "asynchronous": hosting.AsyncEndpoint,
    "component": hosting.InferenceComponentEndpoint,
}
UNITS = {
    "Count": None,
    "Microseconds": cloudwatch.Unit.MICROSECONDS,
    "Milliseconds": cloudwatch.Unit.MILLISECONDS,
    "None": None,
    "Percent": cloudwatch.Unit.PERCENT,
    "Seconds": cloudwatch.Unit.SECONDS,
}


def helpers(owner: Any) -> Iterator[cloudwatch.Metric]:
    """Yield what every helper of ``owner`` returns."""
    for name in sorted(dir(type(owner))):
        if name.startswith("metric_"):
            given = ("container-1",) if name == "metric_container_latency" else ()
            yield getattr(owner, name)(*given)


def check_helpers(owner: Any, published: set[EndpointMetric]) -> None:
    """Assert that the helpers of ``owner`` are for ``published``, each as it is published."""
    rows = {(metric.namespace, metric.name): metric for metric in published}
    seen = set()
    for metric in helpers(owner):
        if isinstance(metric, cloudwatch.MathExpression):
            continue
        row = rows[metric.namespace, metric.metric_name]
        assert tuple(sorted(metric.dimensions or {})) in row.dimension_sets
        assert metric.unit == UNITS[row.unit]
        plain = metric.statistic[0] != "p"
        assert not plain or not row.statistics or metric.statistic in row.statistics
        seen.add((metric.namespace, metric.metric_name))
    assert seen == set(rows)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_a_helper_for_each_of_its_metrics(stack: cdk.Stack, kind: EndpointKind) -> None:
    made = KINDS[kind].from_endpoint_name(stack, "I", "churn", variant_names=["AllTraffic"])
    of_kind = {metric for metric in all_metrics() if kind in metric.kinds}
    if kind == "component":  # its models are told of by the components
        of_kind = {metric for metric in of_kind if metric.namespace == INSTANCE_NAMESPACE}
    check_helpers(made, of_kind)


def test_a_component_has_a_helper_for_each_of_its_metrics(stack: cdk.Stack) -> None:
    shared = hosting.InferenceComponentEndpoint.from_endpoint_name(stack, "I", "churn")
    made = hosting.InferenceComponent.from_inference_component_name(
        stack, "C", "llama", endpoint=shared
    )
    names = ("InferenceComponentName",)
    check_helpers(made, {each for each in all_metrics() if names in each.dimension_sets})


def test_one_container_of_several(any_endpoint: hosting.RealTimeEndpointBase) -> None:
    metric = any_endpoint.metric_container_latency("scaler")
    assert (metric.namespace, metric.unit) == ("AWS/SageMaker", cloudwatch.Unit.MICROSECONDS)
    assert metric.dimensions == {
        "ContainerName": "scaler",
        "EndpointName": "churn",
        "VariantName": "AllTraffic",
    }


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
