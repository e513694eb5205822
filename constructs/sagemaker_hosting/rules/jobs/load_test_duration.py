"""SMH1838."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._jobs import CREATE_LOAD_TEST, PHASES
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class LoadTestDuration(RequestRule):
    """The phases have to fit into the duration of the job."""

    id = "SMH1838"
    title = "phases longer than the job"
    actions = (CREATE_LOAD_TEST,)
    facts = ("rec-phase-sum-duration",)
    pages = (2, 18)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RecommendationJobInputConfig.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for phases that take longer than the job."""
        duration = request.get("InputConfig/JobDurationInSeconds")
        seconds = [value.number for value in request.values(f"{PHASES}/*/DurationInSeconds")]
        known = [number for number in seconds if number is not None]
        if duration.number is not None and sum(known) > duration.number:
            yield self.finding(
                resource,
                duration,
                f"the phases take {sum(known):g} seconds, and the job {duration.number:g}",
                f"set JobDurationInSeconds to {sum(known):g} or more, or shorten the phases",
            )
