"""SMH0408."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._rollout import BLUE_GREEN, ROLLING, blue_green_waits, rolling_waits
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TimeoutBelowWaits(Rule):
    """A deployment that waits as long as it may last can never end.

    It times out and is rolled back. The last bake of a linear or rolling deployment is not counted,
    since the pages differ on it.
    """

    id = "SMH0408"
    title = "deployment times out while it waits"
    resource_types = ("AWS::SageMaker::Endpoint", "AWS::SageMaker::InferenceComponent")
    facts = (
        "bluegreen-maxexec-vs-waits",
        "rolling-maxexec",
        "cfn-lint-gap",
        "final-bake-vs-terminationwait",
    )
    pages = (334, 338, 343, 348)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BlueGreenUpdatePolicy.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a time-out that the waits alone exhaust."""
        for policy, waits in (
            (BLUE_GREEN, blue_green_waits(resource)),
            (ROLLING, rolling_waits(resource)),
        ):
            timeout = resource.get(f"{policy}/MaximumExecutionTimeoutInSeconds")
            limit = timeout.number
            if waits is None or limit is None:
                continue

            if limit <= waits.least:
                yield self.finding(
                    resource,
                    timeout,
                    f"the deployment may take {limit:g} s and waits at least {waits.least:g} s in "
                    "bakes",
                    "raise MaximumExecutionTimeoutInSeconds (maximum_execution_timeout=) well "
                    "above the waits, or shorten WaitIntervalInSeconds and "
                    "TerminationWaitInSeconds (bake=, termination_wait=)",
                )
