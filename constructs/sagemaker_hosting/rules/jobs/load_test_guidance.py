"""SMH1831."""

from __future__ import annotations

from sagemaker_hosting.core.findings import Severity
from sagemaker_hosting.facts.jobs import LOAD_TEST_GUIDANCE
from sagemaker_hosting.rules._jobs import CREATE_LOAD_TEST
from sagemaker_hosting.rules._requests import RequestRanges


class LoadTestGuidance(RequestRanges):
    """The guide asks for few tests at a time, and for phases that start small and grow slowly."""

    id = "SMH1831"
    title = "load test outside the documented ranges"
    severity = Severity.WARNING
    actions = (CREATE_LOAD_TEST,)
    facts = ("rec-resource-limit-1-10", "rec-phase-ranges")
    pages = (1, 2, 4, 6, 8, 11)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/inference-recommender-load-test.html"
    limits = LOAD_TEST_GUIDANCE
