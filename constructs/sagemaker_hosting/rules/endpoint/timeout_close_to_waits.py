"""SMH0409."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._rollout import BLUE_GREEN, ROLLING, blue_green_waits, rolling_waits
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TimeoutCloseToWaits(Rule):
    """A deployment also needs time to start instances, which takes minutes by itself.

    Counting every bake, nothing is left for it.
    """

    id = "SMH0409"
    title = "deployment has no time but for its waits"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = (
        "bluegreen-maxexec-vs-waits",
        "rolling-maxexec",
        "bluegreen-timeout-must-cover-startup",
        "final-bake-vs-terminationwait",
    )
    pages = (334, 338, 343, 348)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BlueGreenUpdatePolicy.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a time-out that the bakes may exhaust."""
        for policy, waits in (
            (BLUE_GREEN, blue_green_waits(resource)),
            (ROLLING, rolling_waits(resource)),
        ):
            timeout = resource.get(f"{policy}/MaximumExecutionTimeoutInSeconds")
            limit = timeout.number
            if waits is None or limit is None:
                continue

            if waits.least < limit <= waits.likely:
                yield self.finding(
                    resource,
                    timeout,
                    f"the deployment may take {limit:g} s; its bakes add up to {waits.likely:g} s",
                    f"set MaximumExecutionTimeoutInSeconds to at least {waits.likely + 600:g}",
                )
