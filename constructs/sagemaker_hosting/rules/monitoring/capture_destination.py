"""SMH1104."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class CaptureDestination(Rule):
    """Captured requests are written to S3."""

    id = "SMH1104"
    title = "capture destination outside S3"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("fm-datacapture",)
    pages = (603,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataCaptureConfig.html"
    schema = True

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a destination outside S3."""
        destination = resource.get("DataCaptureConfig/DestinationS3Uri")
        if destination.text is not None and not destination.text.startswith(("s3://", "https://")):
            yield self.finding(
                resource,
                destination,
                f"{destination.text!r} is not an S3 address",
                "write s3://<bucket>/<prefix>",
            )
