"""Volume and timeouts of a large model, from its size.

The guide says when SageMaker's defaults do not do (pages 311 and 312): a volume slightly larger
than a model of more than 30 GB, where the instance has no local disk, and a longer download timeout
for one of more than 40 GB; its sample is 1,800 seconds for each timeout. Between those points the
figures here are ours: generous, since a timeout that is never reached costs nothing.
"""

from __future__ import annotations

import math
from typing import Final

from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.facts.limits import (
    MODEL_DATA_DOWNLOAD_TIMEOUT,
    STARTUP_HEALTH_CHECK_TIMEOUT,
    VOLUME_SIZE_GB,
)

_GIB: Final = 1024**3
_DEFAULT_VOLUME: Final = 30 * _GIB
_LARGE: Final = 40 * 10**9
_DOWNLOAD_RATE: Final = 25 * 10**6
"""Bytes a second that a download is allowed to be as slow as."""
_LOAD_RATE: Final = 25 * 10**6
"""Bytes a second that loading into memory is allowed to be as slow as."""
_ROOM: Final = 1.2
"""How much larger than the model the volume is."""
_SOURCE: Final = (
    "developer guide pages 311 and 312; "
    "https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-hosting.html"
)


def sized(properties: Properties, artifact_bytes: int | None, instance_types: list[str]) -> None:
    """Set volume and timeouts in a variant's ``properties`` where it states none.

    Args:
        properties: The variant, as CloudFormation writes it.
        artifact_bytes: The size of its model unpacked; None when unknown.
        instance_types: The types that it may run on.

    Raises:
        InvalidProps: When no volume can hold the model.
    """
    if artifact_bytes is None:
        return
    if artifact_bytes > _DEFAULT_VOLUME * 0.8 and _takes_volume(instance_types):
        _set(properties, "VolumeSizeInGB", _volume(properties, artifact_bytes))
    if artifact_bytes > _LARGE:
        download = math.ceil(artifact_bytes / _DOWNLOAD_RATE / 60) * 60
        load = math.ceil(artifact_bytes / _LOAD_RATE / 60) * 60
        _set(
            properties,
            "ModelDataDownloadTimeoutInSeconds",
            int(MODEL_DATA_DOWNLOAD_TIMEOUT.value.nearest(download)),
        )
        _set(
            properties,
            "ContainerStartupHealthCheckTimeoutInSeconds",
            int(STARTUP_HEALTH_CHECK_TIMEOUT.value.nearest(load)),
        )


def refuse_size(artifact_bytes: int | None, declared: Declaration) -> None:
    """Refuse a model that is too large for where it is declared to run.

    Args:
        artifact_bytes: Its size unpacked; None when unknown.
        declared: What is known of the variant.

    Raises:
        InvalidProps: When it does not fit the volume, or the disk of a serverless endpoint, or is
            larger than hosting takes.
    """
    if artifact_bytes is None:
        return
    # The rules over artifacts take a tenth of a second to import, and most sizes are not known.
    from sagemaker_hosting.artifact.check import check_size, enforce

    enforce(check_size(artifact_bytes, declared), "of the variant")


def _takes_volume(instance_types: list[str]) -> bool:
    """Return whether each type certainly keeps models on an EBS volume."""
    if not is_known(instance_types):
        return False
    kinds = [instance_type(name) for name in instance_types]
    return all(kind is not None and kind.local_nvme is False for kind in kinds)


def _volume(properties: Properties, artifact_bytes: int) -> int:
    largest = int(VOLUME_SIZE_GB.value.maximum)
    if artifact_bytes > largest * _GIB and properties["VolumeSizeInGB"] is None:
        raise InvalidProps(
            f"the model has {artifact_bytes / _GIB:.0f} GiB; a volume holds {largest} GiB at most",
            fix="choose an instance family with local NVMe disks, such as ml.g5 or ml.p4d",
            source=_SOURCE,
        )
    return min(largest, math.ceil(artifact_bytes * _ROOM / _GIB))


def _set(properties: Properties, name: str, value: int) -> None:
    if properties[name] is None:
        properties[name] = value
