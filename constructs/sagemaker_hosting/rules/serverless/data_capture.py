"""SMH1306."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._kinds import is_serverless
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class DataCapture(Rule):
    """Requests of a serverless endpoint cannot be captured."""

    id = "SMH1306"
    title = "data capture on serverless"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("sls-excl-data-capture",)
    pages = (227,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for capture that is not switched off."""
        enabled = resource.part("DataCaptureConfig").get("EnableCapture")
        if is_serverless(resource) and (enabled.is_absent or enabled.boolean):
            yield self.finding(
                resource,
                "DataCaptureConfig",
                "data capture is declared and the variant is serverless",
                "remove DataCaptureConfig (data_capture=), or serve the model on instances",
            )
