"""SMH1406."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._async import NOTIFICATION, output_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class UnseenFailures(Rule):
    """A caller has its answer before the model has the request, and no failure is retried.

    Without an error topic or a failure path the caller waits for an output that never comes.
    """

    id = "SMH1406"
    title = "asynchronous failures that nobody sees"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("async-sns-practice", "async-500-no-retry")
    pages = (281, 295, 296)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-check-predictions.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an output without a place for failures."""
        output = output_of(resource)
        if (
            output.is_known
            and output.get("S3FailurePath").is_absent
            and resource.get(f"{NOTIFICATION}/ErrorTopic").is_absent
        ):
            yield self.finding(
                resource,
                output,
                "the asynchronous endpoint has neither an ErrorTopic nor an S3FailurePath",
                "set S3FailurePath (failure_prefix=), and NotificationConfig.ErrorTopic "
                "(error_topic=)",
            )
