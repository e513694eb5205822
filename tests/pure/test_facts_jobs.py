"""The limits of jobs agree with the service model that AWS publishes, where it holds them."""

from __future__ import annotations

from typing import Any

import pytest

from sagemaker_hosting.facts import jobs
from sagemaker_hosting.facts.limits import Limit

# Documented, and refused by the service, but not in its model.
DOCUMENTED = {"MaxPayloadInMB", "TransformResources/InstanceCount"}


def shapes() -> dict[str, Any]:
    loaders = pytest.importorskip("botocore.loaders")
    found: dict[str, Any] = loaders.Loader().load_service_model("sagemaker", "service-2")["shapes"]
    return found


def member(operation: str, path: str) -> dict[str, Any]:
    """Return the shape at ``path`` of the request of ``operation``."""
    known = shapes()
    shape: dict[str, Any] = known[f"{operation}Request"]
    for name in path.split("/"):
        shape = (
            known[shape["member" if name == "*" else "members"][name]["shape"]]
            if (name != "*")
            else known[shape["member"]["shape"]]
        )
    return shape


RANGES = [("CreateTransformJob", path, limit) for path, limit in jobs.TRANSFORM_RANGES.items()]
VALUES = [("CreateTransformJob", path, limit) for path, limit in jobs.TRANSFORM_VALUES.items()]


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
