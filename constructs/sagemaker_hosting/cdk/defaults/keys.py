"""The keys of an endpoint, as it or the organisation's defaults state them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from sagemaker_hosting.cdk.batch_transform.data import TransformDataCapture
from sagemaker_hosting.cdk.defaults.effective import Effective
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.endpoint.async_inference import AsyncInference
from sagemaker_hosting.cdk.endpoint.data_capture import DataCapture
from sagemaker_hosting.cdk.shadow_test.storage import ShadowTestDataStorage
from sagemaker_hosting.facts.instances import instance_type

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms

_Keyed = TypeVar("_Keyed", DataCapture, AsyncInference, ShadowTestDataStorage, TransformDataCapture)


def chosen_volume_key(
    defaults: Effective, stated: kms.IKey | Explicit | None, instance_types: Iterable[str]
) -> kms.IKey | None:
    """Return the key of the storage volumes; a default is for instances that take one.

    Args:
        defaults: The defaults that hold.
        stated: The key that the construct states.
        instance_types: What may have such a volume.

    Raises:
        InvalidProps: When something else than an enforced key is stated.
    """
    known = [instance_type(name) for name in instance_types]
    if known and all(kind is not None and kind.local_nvme for kind in known):
        return None if isinstance(stated, Explicit) else stated
    key: kms.IKey | None = defaults.chosen("volume_key", stated, argument="encryption_key")
    return key


def with_key(
    defaults: Effective, name: str, settings: _Keyed | None, argument: str
) -> _Keyed | None:
    """Return ``settings`` with the key that the defaults say, where they state none.

    Args:
        defaults: The defaults that hold.
        name: The name of the key among them.
        settings: What is encrypted, if anything.
        argument: The argument that states it.

    Raises:
        InvalidProps: When something else than an enforced key is stated.
    """
    if settings is None:
        return None
    key = defaults.chosen(name, settings.encryption_key, argument=f"encryption_key of {argument}")
    if key is None or key is settings.encryption_key:
        return settings
    return dataclasses.replace(settings, encryption_key=key)
