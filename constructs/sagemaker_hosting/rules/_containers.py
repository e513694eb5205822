"""The containers of a model, and what an image name says about its registry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.template.view import Resource, View, remembered

DATA: Final = ("ModelDataUrl", "ModelDataSource/S3DataSource/S3Uri")
"""Where a container says where its model data are."""

_ECR_HOST: Final = re.compile(r"\d{12}\.dkr[.-]ecr(-fips)?\.[a-z0-9-]+\.[a-z0-9.-]+")


@remembered
def containers(model: Resource) -> Iterator[View]:
    """Yield every container of ``model`` that can be read."""
    yield from model.parts("PrimaryContainer")
    yield from model.parts("Containers/*")


def is_fully_listed(model: Resource) -> bool:
    """Return whether every container of ``model`` can be read, and none may be left out."""
    listed = model.get("Containers")
    if listed.is_absent:
        return model.part("PrimaryContainer").is_known
    return len(list(model.parts("Containers/*"))) == listed.length


def is_ecr(image: str) -> bool:
    """Return whether ``image`` lies in a private Amazon ECR registry."""
    return _ECR_HOST.fullmatch(image.partition("/")[0]) is not None


def tag_of(image: str) -> str | None:
    """Return the tag of ``image``; None when it has none. A digest is not a tag."""
    name = image.partition("@")[0].rpartition("/")[2]
    return name.partition(":")[2] or None
