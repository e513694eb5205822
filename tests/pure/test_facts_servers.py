"""Model servers and GPU drivers: what their tables say, and that they are whole."""

from __future__ import annotations

import functools
import re
from typing import Any

import pytest
from botocore import loaders

from sagemaker_hosting.facts.gpu_drivers import Driver, driver_of_family, driver_of_machine_image
from sagemaker_hosting.facts.instances import instance_types
from sagemaker_hosting.facts.server_environment import Variable, server_variables


@functools.cache
def documented_machine_images() -> dict[str, str]:
    """Return the machine images of the service model with what it says of each."""
    shapes: dict[str, Any] = loaders.Loader().load_service_model("sagemaker", "service-2")["shapes"]
    names = shapes["ProductionVariantInferenceAmiVersion"]["enum"]
    text = shapes["ProductionVariant"]["members"]["InferenceAmiVersion"]["documentation"]
    plain = re.sub(r"<[^>]+>", " ", text)
    found = [(plain.index(f" {name} "), name) for name in names]
    edges = [start for start, _ in sorted(found)] + [len(plain)]
    return {
        name: plain[start:end] for (start, name), end in zip(sorted(found), edges[1:], strict=True)
    }


def test_machine_images_agree_with_the_service_model() -> None:
    for name, text in documented_machine_images().items():
        driver = driver_of_machine_image(name)
        version = re.search(r"NVIDIA driver version:\s+(\d+)", text)
        cuda = re.search(r"CUDA version:\s+(\d+)\.(\d+)", text)
        if version is None or cuda is None:
            assert driver is None
        else:
            assert driver == Driver(version[1], (int(cuda[1]), int(cuda[2])))


def test_drivers_of_families() -> None:
    assert driver_of_family("ml.g5.xlarge") == Driver("470", (11, 4))
    assert driver_of_family("ml.p5en.48xlarge") == Driver("550", (12, 4))
    assert driver_of_family("ml.m5.xlarge") is None
    assert driver_of_family("g5") is None
    listed = {kind.family for kind in instance_types().values() if driver_of_family(kind.name)}
    assert listed == {"p2", "p3", "p4d", "p4de", "g4dn", "g5", "p5", "g6", "p5e", "p5en"}
    assert all(kind.has_gpu for kind in instance_types().values() if driver_of_family(kind.name))


@pytest.mark.parametrize("variable", server_variables().values(), ids=lambda each: each.name)
def test_a_variable_is_described_in_full(variable: Variable) -> None:
    assert re.fullmatch(r"[A-Z_]+", variable.name)
    assert (variable.type == "words") == bool(variable.words)
    assert (variable.type == "integer") == (variable.minimum is not None)
    assert variable.source.startswith("https://")
