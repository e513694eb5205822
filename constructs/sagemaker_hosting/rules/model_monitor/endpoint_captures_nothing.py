"""SMH2307."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._kinds import is_serverless
from sagemaker_hosting.rules._monitors import DEFINITIONS, INPUT_URL, SCHEDULE, endpoint_input
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class EndpointCapturesNothing(Rule):
    """A monitor of an endpoint looks at what the endpoint captures."""

    id = "SMH2307"
    title = "monitor of an endpoint that captures nothing"
    resource_types = (*DEFINITIONS, SCHEDULE)
    facts = ("mon-needs-capture",)
    url = INPUT_URL

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an endpoint without data capture."""
        monitored = endpoint_input(resource)
        config = resource.related("EndpointConfig")
        if monitored is None or config is None or is_serverless(config):
            return
        capture = config.get("DataCaptureConfig")
        enabled = config.get("DataCaptureConfig/EnableCapture")
        if capture.is_absent or enabled.boolean is False:
            state = "has no data capture" if capture.is_absent else "has its data capture disabled"
            yield self.finding(
                resource,
                monitored,
                f"the endpoint {state}, and the monitor looks at what is captured",
                "set DataCaptureConfig of its endpoint configuration with EnableCapture true: "
                "data_capture=DataCapture(bucket=...)",
            )
