"""SMH1407."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._async import NOTIFICATION, output_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class FailuresWithoutDetails(Rule):
    """A notification says that a request failed; what the model answered lies in the failure path.

    SageMaker does not repeat a request that the model answered with 500.
    """

    id = "SMH1407"
    title = "asynchronous failures without their response"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("async-500-no-retry",)
    pages = (295,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-troubleshooting.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an error topic without a failure path."""
        output = output_of(resource)
        if (
            output.is_known
            and output.get("S3FailurePath").is_absent
            and resource.get(f"{NOTIFICATION}/ErrorTopic").is_given
        ):
            yield self.finding(
                resource,
                output,
                "failures are notified and their responses are kept nowhere",
                "set S3FailurePath to s3://<bucket>/<prefix> (failure_prefix=)",
            )
