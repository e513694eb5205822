"""SMH1834."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.jobs import LOAD_TEST_COUNTS
from sagemaker_hosting.rules._jobs import CREATE_LOAD_TEST
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class LoadTestCounts(RequestRule):
    """Each endpoint configuration is a load test of its own: ten of them at most.

    Five variables with three values each can vary, and there is one latency threshold.
    """

    id = "SMH1834"
    title = "load test with too much to test"
    actions = (CREATE_LOAD_TEST,)
    facts = ("rec-instance-count-limit", "rec-env-parameter-ranges", "rec-latency-threshold")
    pages = (1, 3, 4, 6, 7)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceRecommendationsJob.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for each list that is too long, or empty."""
        for path, limit in LOAD_TEST_COUNTS.items():
            for value in request.values(path):
                count = value.length
                if count is not None and not limit.value.holds(count):
                    name = value.path.rpartition("/")[2]
                    yield self.finding(
                        resource,
                        value,
                        f"{name} has {count} entries; allowed are {limit.value}",
                        "split the test into several jobs" if count else f"remove {name}",
                    )
