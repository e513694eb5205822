"""SMH1833."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.jobs import LOAD_TEST_PERCENTILES
from sagemaker_hosting.rules._jobs import CREATE_LOAD_TEST
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class LoadTestPercentile(RequestRule):
    """A latency threshold is a P95 or a P99; a custom load test takes P95."""

    id = "SMH1833"
    title = "percentile of a latency threshold"
    severity = Severity.WARNING
    actions = (CREATE_LOAD_TEST,)
    facts = ("rec-latency-threshold",)
    pages = (1, 3, 7)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelLatencyThreshold.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for each percentile that is not taken."""
        custom = request.get("JobType").text == "Advanced"
        for value in request.values("StoppingConditions/ModelLatencyThresholds/*/Percentile"):
            if value.text is None:
                continue
            if value.text not in LOAD_TEST_PERCENTILES.value:
                message = f"Percentile is {value.text!r}, and P95 and P99 are taken"
                yield self.finding(resource, value, message, "set Percentile to P95 or P99")
            elif custom and value.text != "P95":
                message = f"Percentile is {value.text} in a custom load test"
                yield self.finding(resource, value, message, "set Percentile to P95")
