"""What SageMaker Neo compiles, for what, and the images that serve the result."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

from sagemaker_hosting.facts.images import Image

MMS_RESPONSE_TIMEOUT: Final = 500
"""The least ``MMS_DEFAULT_RESPONSE_TIMEOUT``, in seconds, of MXNet and PyTorch images."""

_ARCHIVE: Final = re.compile(r".*-([a-z0-9]+(?:_[a-z0-9]+)?)\.tar\.gz")


def framework_of(image: Image) -> str | None:
    """Return the framework of a Neo image, ``PYTORCH``; None when the image is none of Neo's."""
    if image.account is not None and image.account not in accounts().values():
        return None
    frameworks: Mapping[str, str] = _data()["repositories"]
    return frameworks.get(image.repository)


def accounts() -> Mapping[str, str]:
    """Return the account of the registry of Neo images by Region."""
    found: Mapping[str, str] = _data()["accounts"]
    return found


def inferentia_regions() -> Sequence[str]:
    """Return the Regions that have the Neo images for Inf1."""
    found: Sequence[str] = _data()["inferentia_regions"]
    return found


def versions(framework: str, target: str) -> Sequence[str] | None:
    """Return the versions of ``framework`` that compile for a cloud ``target``.

    None when there is no table for the target; an empty list when the framework is not in it.
    """
    if target == "ml_inf1":
        table = _data()["inferentia"]
    elif target in _data()["cloud_targets"] and target not in ("ml_inf2", "ml_trn1", "ml_eia2"):
        table = _data()["cloud"]
    else:
        return None
    found: Sequence[str] = table.get(framework, ())
    return found


def targets() -> frozenset[str]:
    """Return every target that the API knows."""
    return frozenset(_data()["cloud_targets"]) | edge_targets()


def edge_targets() -> frozenset[str]:
    """Return the targets that are devices, not instances."""
    return frozenset(_data()["edge_targets"])


def compiled_for(address: str) -> str | None:
    """Return the target in the name of a compiled archive, ``ml_c5`` of ``model-ml_c5.tar.gz``.

    Neo names what it writes after the input and the target. None when the name has no target.
    """
    found = _ARCHIVE.fullmatch(address.rpartition("/")[2])
    return found.group(1) if found is not None and found.group(1) in targets() else None


@cache
def _data() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("neo.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data
