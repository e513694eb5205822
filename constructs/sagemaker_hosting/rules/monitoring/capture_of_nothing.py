"""SMH1102."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class CaptureOfNothing(Rule):
    """At a sampling percentage of 0 data capture is enabled and records no request."""

    id = "SMH1102"
    title = "data capture that captures nothing"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("fm-datacapture",)
    pages = (603,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataCaptureConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a sampling percentage of zero."""
        capture = resource.part("DataCaptureConfig")
        enabled = capture.get("EnableCapture")
        share = capture.get("InitialSamplingPercentage")
        if share.number == 0 and (enabled.is_absent or enabled.boolean):
            yield self.finding(
                resource,
                share,
                "data capture is enabled with a sampling percentage of 0",
                "set InitialSamplingPercentage (sampling_percentage=) to 1 to 100, or "
                "EnableCapture to false",
            )
