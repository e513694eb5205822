"""SMH0452."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._rollout import BLUE_GREEN, ROLLING, variants
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, View


class TimeoutBelowStart(Rule):
    """Download and start of a large model each have a time-out, and one follows the other.

    A deployment that has less time than both is taken back while the model is still loading.
    """

    id = "SMH0452"
    title = "deployment times out while the model loads"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("lmi-timeouts-vs-stack-timeout",)
    pages = (311,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-hosting.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each policy that gives less time than a variant may take."""
        longest = max((_start(variant) for variant in variants(resource)), default=0)
        for policy in (BLUE_GREEN, ROLLING):
            timeout = resource.get(f"{policy}/MaximumExecutionTimeoutInSeconds")
            if timeout.number is not None and timeout.number < longest:
                yield self.finding(
                    resource,
                    timeout,
                    f"the deployment has {timeout.number:g} s, and a variant may take "
                    f"{longest:g} s to download its model and to start",
                    "set MaximumExecutionTimeoutInSeconds (maximum_execution_timeout=) to "
                    f"{longest:g} or more, or lower the time-outs of the variant",
                )


def _start(variant: View) -> float:
    """Return the seconds that ``variant`` certainly may take to start, as far as it says so."""
    return sum(
        variant.get(name).number or 0
        for name in (
            "ModelDataDownloadTimeoutInSeconds",
            "ContainerStartupHealthCheckTimeoutInSeconds",
        )
    )
