"""SMH1840."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._jobs import CONFIGURATIONS, CREATE_LOAD_TEST
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class LoadTestResources(RequestRule):
    """Each configuration is a test of its own, and no more run in parallel than there are."""

    id = "SMH1840"
    title = "more tests than allowed"
    severity = Severity.WARNING
    actions = (CREATE_LOAD_TEST,)
    facts = ("rec-instance-count-limit", "rec-resource-limit-1-10")
    pages = (1, 4, 6, 8, 11)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RecommendationJobResourceLimit.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for tests that the job's own limit excludes."""
        limit = request.get("InputConfig/ResourceLimit/MaxNumberOfTests")
        parallel = request.get("InputConfig/ResourceLimit/MaxParallelOfTests")
        count = request.get(CONFIGURATIONS).length
        if limit.number is None:
            return
        if count is not None and count > limit.number:
            message = f"{count} configurations are to be tested, and MaxNumberOfTests is "
            yield self.finding(
                resource, limit, f"{message}{limit.number:g}", f"set it to {count} or more"
            )
        if parallel.number is not None and parallel.number > limit.number:
            message = f"MaxParallelOfTests is {parallel.number:g}, of {limit.number:g} tests"
            yield self.finding(resource, parallel, message, f"set it to {limit.number:g} or less")
