"""SMH1839."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.instances import family_of
from sagemaker_hosting.rules._jobs import CONFIGURATIONS, CREATE_LOAD_TEST
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class LoadTestBurstable(RequestRule):
    """What a burstable instance can do depends on its credits; load tests refuse T2."""

    id = "SMH1839"
    title = "load test on a burstable instance"
    actions = (CREATE_LOAD_TEST,)
    facts = ("rec-no-burstable",)
    pages = (18,)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/inference-recommender-troubleshooting.html"
    )

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for each burstable instance type."""
        for value in request.values(f"{CONFIGURATIONS}/*/InstanceType"):
            if family_of(value.text or "") == "t2":
                yield self.finding(
                    resource,
                    value,
                    f"{value.text} is burstable",
                    "test the type that will serve, of the family c or m, say",
                )
