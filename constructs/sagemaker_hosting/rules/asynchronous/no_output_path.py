"""SMH1401."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._async import output_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class NoOutputPath(Rule):
    """Responses are written below S3OutputPath; a caller can only add to it.

    The CloudFormation schema does not ask for it.
    """

    id = "SMH1401"
    title = "asynchronous responses without a place"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("async-output-path",)
    pages = (272, 273)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceOutputConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an output without a path."""
        output = output_of(resource)
        if output.is_known and output.get("S3OutputPath").is_absent:
            yield self.finding(
                resource,
                output,
                "the asynchronous endpoint has no S3OutputPath",
                "set S3OutputPath to s3://<bucket>/<prefix> (output_bucket=)",
            )
