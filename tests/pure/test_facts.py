"""The facts agree with the service model that AWS publishes, where it holds them."""

from __future__ import annotations

import functools
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from sagemaker_hosting.facts import limits
from sagemaker_hosting.facts.create_only import create_only
from sagemaker_hosting.facts.instances import (
    InstanceType,
    family_of,
    instance_type,
    instance_types,
    is_well_formed,
)
from sagemaker_hosting.facts.metrics import (
    COMPONENT_NAMESPACE,
    INSTANCE_NAMESPACE,
    NAMESPACES,
    VARIANT_DIMENSION,
    all_metrics,
    endpoint_metric,
    endpoint_metrics,
    metric_by_dimensions,
    predefined_for,
    predefined_metric,
    predefined_metrics,
)
from tests.pure.schemas import schema


@functools.cache
def ec2_memory() -> dict[str, float]:
    """Return the memory of EC2 instance types in GiB, as moto recorded it from EC2 itself."""
    moto = pytest.importorskip("moto.ec2")
    table = Path(moto.__file__).parent / "resources" / "instance_types.json.gz"
    recorded = json.loads(gzip.decompress(table.read_bytes()))
    return {name: each["MemoryInfo"]["SizeInMiB"] / 1024 for name, each in recorded.items()}


@functools.cache
def service_model() -> dict[str, Any]:
    loaders = pytest.importorskip("botocore.loaders")
    model: dict[str, Any] = loaders.Loader().load_service_model("sagemaker", "service-2")
    return model


def shape(name: str) -> dict[str, Any]:
    found: dict[str, Any] = service_model()["shapes"][name]
    return found


def test_every_instance_type_of_the_service_is_listed() -> None:
    listed = set(shape("ProductionVariantInstanceType")["enum"])
    assert listed - instance_types().keys() == set()


@pytest.mark.parametrize("kind", instance_types().values(), ids=lambda kind: kind.name)
def test_instance_type_is_plausible(kind: InstanceType) -> None:
    assert is_well_formed(kind.name)
    assert family_of(kind.name) == kind.family
    assert kind.vcpus is None or 1 <= kind.vcpus <= 192
    assert (kind.accelerator == "none") == (kind.accelerator_count == 0)
    assert kind.burstable == (kind.family in ("t2", "t3", "t4g"))
    graviton = kind.family in ("p6e-gb200",) or kind.family[1:].rstrip("dn").endswith("g")
    assert (kind.architecture == "arm64") == (graviton and not kind.family.startswith("g"))


@pytest.mark.parametrize(
    ("name", "vcpus", "accelerators", "nvme"),
    [
        ("ml.m5.xlarge", 4, 0, False),
        ("ml.c5.9xlarge", 36, 0, False),
        ("ml.c4.8xlarge", 36, 0, False),
        ("ml.c8g.medium", 1, 0, False),
        ("ml.t2.medium", 2, 0, False),
        ("ml.g4dn.12xlarge", 48, 4, True),
        ("ml.g5.48xlarge", 192, 8, True),
        ("ml.p3.2xlarge", 8, 1, False),
        ("ml.p5.48xlarge", 192, 8, True),
        ("ml.inf2.24xlarge", 96, 6, False),
        ("ml.trn1.32xlarge", 128, 16, True),
        ("ml.r7gd.medium", 1, 0, True),
    ],
)
def test_known_instance_types(name: str, vcpus: int, accelerators: int, nvme: bool) -> None:
    kind = instance_type(name)
    assert kind is not None
    assert (kind.vcpus, kind.accelerator_count, kind.local_nvme) == (vcpus, accelerators, nvme)


def test_memory_is_what_ec2_says() -> None:
    compared = 0
    for kind in instance_types().values():
        recorded = ec2_memory().get(kind.name.removeprefix("ml."))
        if recorded is not None:
            assert kind.memory_gib == pytest.approx(recorded, rel=0.001), kind.name
            compared += 1
    assert compared > 200


def test_an_unlisted_instance_type_is_unknown_not_wrong() -> None:
    assert instance_type("ml.m99g.xlarge") is None
    assert is_well_formed("ml.m99g.xlarge")
    assert family_of("ml.inf1.medium") == "inf1"


@pytest.mark.parametrize("name", ["m5.xlarge", "local", "ml.m5", "ml.m5.XLARGE", "", "ml..xlarge"])
def test_malformed_instance_types(name: str) -> None:
    assert not is_well_formed(name)
    assert family_of(name) is None


def test_guardrails_exclude_inf1_only() -> None:
    without = {kind.family for kind in instance_types().values() if not kind.supports_guardrails}
    assert without == {"inf1"}


@pytest.mark.parametrize(
    ("limit", "name"),
    [
        (limits.WAIT_INTERVAL, "WaitIntervalInSeconds"),
        (limits.TERMINATION_WAIT, "TerminationWaitInSeconds"),
        (limits.MAXIMUM_EXECUTION_TIMEOUT, "MaximumExecutionTimeoutInSeconds"),
        (limits.VOLUME_SIZE_GB, "ProductionVariantVolumeSizeInGB"),
        (
            limits.MODEL_DATA_DOWNLOAD_TIMEOUT,
            "ProductionVariantModelDataDownloadTimeoutInSeconds",
        ),
        (
            limits.STARTUP_HEALTH_CHECK_TIMEOUT,
            "ProductionVariantContainerStartupHealthCheckTimeoutInSeconds",
        ),
        (limits.VARIANTS, "ProductionVariantList"),
        (limits.ROLLBACK_ALARMS, "AlarmList"),
        (limits.SAMPLING_PERCENTAGE, "SamplingPercentage"),
        (limits.SUBNETS, "Subnets"),
        (limits.SECURITY_GROUPS, "VpcSecurityGroupIds"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_ranges_agree_with_the_service(limit: limits.Limit[limits.Range], name: str) -> None:
    assert limit.value == (shape(name)["min"], shape(name)["max"])


@pytest.mark.parametrize(
    ("limit", "name"),
    [
        (limits.NAME_LENGTH, "EndpointName"),
        (limits.ENVIRONMENT_ENTRIES, "EnvironmentMap"),
        (limits.ENVIRONMENT_TEXT_LENGTH, "EnvironmentValue"),
        (limits.IMAGE_LENGTH, "ContainerImage"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_maxima_agree_with_the_service(limit: limits.Limit[int], name: str) -> None:
    assert limit.value == shape(name)["max"]


def test_every_limit_has_a_source() -> None:
    published = [each for each in vars(limits).values() if isinstance(each, limits.Limit)]
    assert len(published) > 25
    assert all(each.source.startswith("https://docs.aws.amazon.com/") for each in published)


def test_range() -> None:
    span = limits.Range(10, 50)
    assert (span.holds(10), span.holds(50), span.holds(51)) == (True, True, False)
    assert (span.nearest(5), span.nearest(80), span.nearest(20)) == (10, 50, 20)
    assert str(span) == "10 to 50"
    assert str(limits.Range(0, float("inf"))) == "0 or more"


@pytest.mark.parametrize("metric", all_metrics(), ids=lambda metric: metric.name)
def test_metric_is_complete(metric: Any) -> None:
    assert metric.namespace in NAMESPACES
    assert metric.dimension_sets
    assert all(list(names) == sorted(names) for names in metric.dimension_sets)
    assert metric.source.startswith("https://")
    assert metric.statistics <= {"Average", "Sum", "Minimum", "Maximum", "SampleCount"}
    assert (metric.unit == "Percent") == (metric.ceiling is not None)
    timed = "Latency" in metric.name or "Time" in metric.name
    assert (metric.unit in ("Microseconds", "Milliseconds")) == timed
    assert metric.kinds
    assert metric.kinds <= {"real-time", "serverless", "asynchronous", "component"}


def test_known_metrics() -> None:
    cpu = endpoint_metric("CPUUtilization")
    assert cpu is not None
    assert (cpu.namespace, cpu.unit, cpu.ceiling) == (INSTANCE_NAMESPACE, "Percent", "vcpus")
    per_instance = endpoint_metric("InvocationsPerInstance")
    assert per_instance is not None
    assert per_instance.statistics == {"Sum"}
    assert endpoint_metric("Latency") is None


def test_a_metric_of_two_namespaces_is_told_apart_by_its_dimensions() -> None:
    endpoint = metric_by_dimensions(
        "GPUUtilizationNormalized", ["EndpointName", "VariantName", "EndpointConfigName"]
    )
    component = metric_by_dimensions("GPUUtilizationNormalized", ["InferenceComponentName"])
    assert endpoint is not None
    assert component is not None
    assert (endpoint.namespace, component.namespace) == (INSTANCE_NAMESPACE, COMPONENT_NAMESPACE)
    assert endpoint_metric("GPUUtilizationNormalized") is endpoint
    assert metric_by_dimensions("InvocationsPerCopy", ["EndpointName", "VariantName"]) is None


def test_no_metric_is_listed_twice() -> None:
    names = [(metric.namespace, metric.name) for metric in all_metrics()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "statistic"),
    [
        ("Invocations", "Sum"),
        ("ConcurrentRequestsPerCopy", "Maximum"),
        ("ModelLatency", "Average"),
        ("CPUUtilization", "Average"),
        ("ExpiredRequests", "Sum"),
        ("ServerlessProvisionedConcurrencyExecutions", "Average"),
        ("HasBacklogWithoutCapacity", "Average"),
    ],
)
def test_the_statistic_that_says_most(name: str, statistic: str) -> None:
    assert endpoint_metrics()[name].default_statistic == statistic


def test_dimensions_that_somebody_knows() -> None:
    backlog, errors = (
        endpoint_metrics()[name]
        for name in ("ApproximateBacklogSizePerInstance", "Invocation5XXErrors")
    )
    known = ["EndpointName", "VariantName"]
    assert backlog.dimensions_among(known) == ("EndpointName",)
    assert errors.dimensions_among(known) == ("EndpointName", "VariantName")
    assert errors.dimensions_among([*known, "EndpointConfigName"]) == (
        "EndpointConfigName",
        "EndpointName",
        "VariantName",
    )
    assert errors.dimensions_among(["InferenceComponentName"]) == ("InferenceComponentName",)
    assert errors.dimensions_among([]) is None


def test_what_an_asynchronous_endpoint_does_not_publish() -> None:
    silent = {m.name for m in all_metrics() if "asynchronous" not in m.kinds}
    assert silent >= {"Invocations", "InvocationsPerInstance", "OverheadLatency"}


def test_predefined_metrics() -> None:
    assert {each.name for each in predefined_for(VARIANT_DIMENSION)} == {
        "SageMakerVariantInvocationsPerInstance",
        "SageMakerVariantConcurrentRequestsPerModelHighResolution",
    }
    fast = predefined_metric("SageMakerVariantConcurrentRequestsPerModelHighResolution")
    assert fast is not None
    assert fast.high_resolution
    assert predefined_metric("InvocationsPerInstance") is None
    assert all(each.dimension.startswith("sagemaker:") for each in predefined_metrics().values())


@pytest.mark.parametrize("resource_type", sorted(create_only()))
def test_what_is_create_only_agrees_with_the_schema(resource_type: str) -> None:
    paths = schema(resource_type)["createOnlyProperties"]
    known = create_only()[resource_type]
    assert list(known.properties) == sorted(path.removeprefix("/properties/") for path in paths)
    assert known.name in ("", *known.properties)
