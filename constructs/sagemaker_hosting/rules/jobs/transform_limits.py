"""SMH1801."""

from __future__ import annotations

from sagemaker_hosting.facts.jobs import TRANSFORM_RANGES
from sagemaker_hosting.rules._filters import CREATE_TRANSFORM_JOB
from sagemaker_hosting.rules._requests import RequestRanges


class TransformLimits(RequestRanges):
    """A transform job has at most 100 instances and payloads of at most 100 MB.

    An invocation lasts at most an hour and is tried again at most three times.
    """

    id = "SMH1801"
    title = "transform job out of range"
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-instance-count", "bt-max-payload", "bt-timeouts", "bt-retries")
    pages = (297, 298, 299, 309)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html"
    limits = TRANSFORM_RANGES
