"""The limits of jobs agree with the service model that AWS publishes, where it holds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from sagemaker_hosting.facts import jobs, neo
from sagemaker_hosting.facts.images import parse_image
from sagemaker_hosting.facts.limits import Limit

# Documented, and refused by the service, but not in its model.
DOCUMENTED = {
    "InputConfig/JobDurationInSeconds",
    "InputConfig/ResourceLimit/MaxNumberOfTests",
    "InputConfig/ResourceLimit/MaxParallelOfTests",
    "InputConfig/TrafficPattern/Phases/*/DurationInSeconds",
    "InputConfig/TrafficPattern/Phases/*/InitialNumberOfUsers",
    "InputConfig/TrafficPattern/Phases/*/SpawnRate",
    "MaxPayloadInMB",
    "StoppingConditions/MaxInvocations",
    "TransformResources/InstanceCount",
}
LOAD_TEST = "CreateInferenceRecommendationsJob"


def shapes() -> dict[str, Any]:
    loaders = pytest.importorskip("botocore.loaders")
    found: dict[str, Any] = loaders.Loader().load_service_model("sagemaker", "service-2")["shapes"]
    return found


def member(operation: str, path: str) -> dict[str, Any]:
    """Return the shape at ``path`` of the request of ``operation``."""
    known = shapes()
    shape: dict[str, Any] = known[f"{operation}Request"]
    for name in path.split("/"):
        inner = shape["member"] if name == "*" else shape["members"][name]
        shape = known[inner["shape"]]
    return shape


def of(operation: str, limits: Mapping[str, Limit[Any]]) -> list[tuple[str, str, Limit[Any]]]:
    return [(operation, path, limit) for path, limit in limits.items()]


RANGES = [
    *of("CreateTransformJob", jobs.TRANSFORM_RANGES),
    *of(LOAD_TEST, jobs.LOAD_TEST_RANGES),
    *of(LOAD_TEST, jobs.LOAD_TEST_GUIDANCE),
    *of(LOAD_TEST, jobs.LOAD_TEST_COUNTS),
]
VALUES = [
    *of("CreateTransformJob", jobs.TRANSFORM_VALUES),
    *of(LOAD_TEST, jobs.LOAD_TEST_VALUES),
    *of("CreateCompilationJob", jobs.COMPILATION_VALUES),
]


@pytest.mark.parametrize(("operation", "path", "limit"), RANGES)
def test_ranges_agree_with_the_service(operation: str, path: str, limit: Limit[Any]) -> None:
    shape = member(operation, path)
    if path in DOCUMENTED:
        assert shape.get("min", 0) <= limit.value.minimum
        assert "max" not in shape
    else:
        assert limit.value == (shape["min"], shape["max"])


@pytest.mark.parametrize(("operation", "path", "limit"), VALUES)
def test_values_agree_with_the_service(operation: str, path: str, limit: Limit[Any]) -> None:
    # The page says of this one that batch transform does not take it.
    assert set(member(operation, path)["enum"]) - {"AugmentedManifestFile"} == set(limit.value)


def test_the_longest_filter() -> None:
    shape = member("CreateTransformJob", "DataProcessing/InputFilter")
    assert shape["max"] == jobs.TRANSFORM_FILTER_LENGTH.value


def test_every_limit_has_a_source() -> None:
    assert all(limit.source.startswith("https://") for _, _, limit in RANGES + VALUES)


def test_the_targets_of_compilation() -> None:
    assert neo.targets() == set(member("CreateCompilationJob", "OutputConfig/TargetDevice")["enum"])


def test_versions_by_target() -> None:
    assert "1.13" in (neo.versions("PYTORCH", "ml_c5") or ())
    assert "1.13" not in (neo.versions("PYTORCH", "ml_inf1") or ())
    assert neo.versions("TFLITE", "ml_c5") == ()
    assert neo.versions("PYTORCH", "ml_inf2") is None
    assert neo.versions("PYTORCH", "rasp3b") is None


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("s3://examples/compiled/model-ml_c5.tar.gz", "ml_c5"),
        ("s3://examples/model-rasp3b.tar.gz", "rasp3b"),
        ("s3://examples/model.tar.gz", None),
        ("s3://examples/ml_c5/model.tar.gz", None),
        ("s3://examples/model-v2.tar.gz", None),
    ],
)
def test_the_target_in_the_name_of_an_archive(address: str, target: str | None) -> None:
    assert neo.compiled_for(address) == target


@pytest.mark.parametrize(
    ("address", "framework"),
    [
        ("785573368785.dkr.ecr.us-east-1.amazonaws.com/sagemaker-neo-onnx:1.5.0-cpu-py3", "ONNX"),
        ("${?}.dkr.ecr.${?}.amazonaws.com/sagemaker-inference-pytorch:1.8-cpu-py3", "PYTORCH"),
        ("111122223333.dkr.ecr.us-east-1.amazonaws.com/sagemaker-inference-pytorch:1.8", None),
        ("785573368785.dkr.ecr.us-east-1.amazonaws.com/other:1", None),
    ],
)
def test_the_images_of_neo(address: str, framework: str | None) -> None:
    image = parse_image(address)
    assert image is not None
    assert neo.framework_of(image) == framework
    assert len(neo.accounts()) == 24
    assert set(neo.inferentia_regions()) < set(neo.accounts())
