"""Where an asynchronous endpoint writes, and who may write there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.rules._kinds import is_asynchronous
from sagemaker_hosting.rules._models import served
from sagemaker_hosting.template.view import Resource, View

CLIENT: Final = "AsyncInferenceConfig/ClientConfig"
OUTPUT: Final = "AsyncInferenceConfig/OutputConfig"
NOTIFICATION: Final = f"{OUTPUT}/NotificationConfig"


def asynchronous_models(config: Resource) -> Iterator[Resource]:
    """Yield each model that ``config`` is known to serve asynchronously."""
    if not is_asynchronous(config):
        return
    seen = set()
    for _, model in served(config):
        if id(model) not in seen:
            seen.add(id(model))
            yield model


def output_of(config: Resource) -> View:
    """Return the readable ``OutputConfig`` of ``config``; an empty part when there is none."""
    return config.part(OUTPUT)


def buckets_decide(config: Resource) -> bool:
    """Return whether the policy of a bucket in the template may let the roles of ``config`` in."""
    if config.template is None:
        return True
    return any(True for _ in config.template.of_type("AWS::S3::BucketPolicy"))
