"""SMH1830."""

from __future__ import annotations

from sagemaker_hosting.facts.jobs import LOAD_TEST_RANGES
from sagemaker_hosting.rules._jobs import CREATE_LOAD_TEST
from sagemaker_hosting.rules._requests import RequestRanges


class LoadTestLimits(RequestRanges):
    """A load test drives at most 30,000 requests per minute, and lasts at most five hours."""

    id = "SMH1830"
    title = "load test out of range"
    actions = (CREATE_LOAD_TEST,)
    facts = ("rec-max-invocations-range", "rec-virtual-user", "rec-phase-sum-duration")
    pages = (1, 2, 7, 18)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceRecommendationsJob.html"
    limits = LOAD_TEST_RANGES
