"""The Region that a template is for: told, or as far as literal addresses and ARNs tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import served
from sagemaker_hosting.rules._texts import image_of, outline
from sagemaker_hosting.template.view import Resource, Value

_ARN: Final = re.compile(r"arn:[^:]+:(?:kms|sns):([a-z]{2}[a-z0-9-]+-\d):")
_PLACES: Final = (
    "KmsKeyId",
    "AsyncInferenceConfig/OutputConfig/KmsKeyId",
    "AsyncInferenceConfig/OutputConfig/NotificationConfig/SuccessTopic",
    "AsyncInferenceConfig/OutputConfig/NotificationConfig/ErrorTopic",
)


def regions_named(config: Resource) -> Iterator[tuple[Resource, Value, str]]:
    """Yield where ``config`` and its models name a Region: an image, a key or a topic."""
    for place in _PLACES:
        value = config.get(place)
        found = _ARN.match(outline(value.raw) or "")
        if found is not None:
            yield config, value, found.group(1)
    for _, model in served(config):
        for container in containers(model):
            image = image_of(container)
            if image is not None and image.region is not None:
                yield model, container.get("Image"), image.region


def region_of(config: Resource) -> str | None:
    """Return the Region of the deployment, or the one that ``config`` and its models name.

    None when several are named, or none.
    """
    if config.template is not None and config.template.region is not None:
        told: str = config.template.region
        return told
    regions = {region for _, _, region in regions_named(config)}
    return regions.pop() if len(regions) == 1 else None
