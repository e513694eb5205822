"""The NVIDIA driver under a container, by instance family or by the machine image that is chosen.

A driver runs containers of its own major version of CUDA and of older ones. A newer major version
takes the CUDA compatibility package in the image.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from sagemaker_hosting.facts.instances import family_of


@dataclass(frozen=True, slots=True)
class Driver:
    """A GPU driver.

    Attributes:
        version: Its major version, ``535``.
        cuda: The version of CUDA that it brings, ``(12, 2)``.
    """

    version: str
    cuda: tuple[int, int]


def driver_of_family(instance_type: str) -> Driver | None:
    """Return the driver of an instance type without a chosen machine image; None if not listed."""
    return _driver(_data()["families"].get(family_of(instance_type)))


def driver_of_machine_image(name: str) -> Driver | None:
    """Return the driver of an ``InferenceAmiVersion``; None when it is not listed."""
    return _driver(_data()["machine_images"].get(name))


def _driver(entry: Any) -> Driver | None:
    return None if entry is None else Driver(entry["driver"], tuple(entry["cuda"]))


@cache
def _data() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("gpu_drivers.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data
