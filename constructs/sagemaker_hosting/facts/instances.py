"""The instance types that a production variant can run on.

The list is SageMaker's own and grows every few months: a well-formed type that is not listed here
is *unknown*, never wrong. To refresh it, compare ``instances.json`` with the values of
``ProductionVariantInstanceType`` in botocore's service model (a test does so) and add what is
missing; vCPUs, accelerators and memory come from the EC2 instance type pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html"
)

_WELL_FORMED: Final = re.compile(
    r"ml\.([a-z][a-z0-9-]*)\.([0-9]*(?:nano|micro|small|medium|x?large)|metal)"
)

Accelerator = Literal["none", "gpu", "inferentia", "trainium", "gaudi"]


@dataclass(frozen=True, slots=True)
class InstanceType:
    """One instance type of SageMaker hosting.

    Attributes:
        name: The full name, ``ml.g5.xlarge``.
        family: Its family, ``g5``.
        size: Its size, ``xlarge``.
        architecture: What images must be built for.
        accelerator: The kind of accelerator.
        accelerator_count: How many accelerators; None where it is not certain. ``GPUUtilization``
            reaches 100 x this.
        vcpus: How many vCPUs; None where it is not certain. ``CPUUtilization`` reaches 100 x this.
        memory_gib: How much memory it has, in GiB; None where it is not certain. A part of it goes
            to SageMaker itself.
        local_nvme: Whether models lie on a local NVMe disk instead of an EBS volume, so that
            ``VolumeSizeInGB`` and ``KmsKeyId`` are refused; None where it is not certain.
        burstable: Whether CPU credits limit it; such a variant cannot be autoscaled.
    """

    name: str
    family: str
    size: str
    architecture: Literal["x86_64", "arm64"]
    accelerator: Accelerator
    accelerator_count: int | None
    vcpus: int | None
    memory_gib: float | None
    local_nvme: bool | None
    burstable: bool

    @property
    def has_gpu(self) -> bool:
        """Return whether it has NVIDIA GPUs, and so publishes the GPU metrics."""
        return self.accelerator == "gpu"

    @property
    def supports_guardrails(self) -> bool:
        """Return whether deployment guardrails work on it.

        On Inf1 an update falls back, without an error, to all-at-once without a bake.
        """
        return self.family != "inf1"


def instance_type(name: str) -> InstanceType | None:
    """Return what is known about the instance type ``name``; None when it is not listed."""
    return instance_types().get(name)


def family_of(name: str) -> str | None:
    """Return the family of any instance type, listed or not; None if ``name`` is malformed."""
    match = _WELL_FORMED.fullmatch(name)
    return match.group(1) if match else None


def is_well_formed(name: str) -> bool:
    """Return whether ``name`` reads ``ml.<family>.<size>``, listed or not."""
    return _WELL_FORMED.fullmatch(name) is not None


@cache
def families_not_hosted() -> frozenset[str]:
    """Return the families that exist elsewhere in AWS and that hosting is known to refuse."""
    return frozenset(_data()["not_hosted"])


@cache
def instance_types() -> Mapping[str, InstanceType]:
    """Return every listed instance type by name."""
    return {
        f"ml.{family}.{size}": InstanceType(
            name=f"ml.{family}.{size}",
            family=family,
            size=size,
            architecture=known["architecture"],
            accelerator=known["accelerator"],
            accelerator_count=accelerators,
            vcpus=vcpus,
            memory_gib=memory,
            local_nvme=known["local_nvme"],
            burstable=known["burstable"],
        )
        for family, known in _data()["families"].items()
        for size, (vcpus, accelerators, memory) in known["sizes"].items()
    }


@cache
def _data() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("instances.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data
