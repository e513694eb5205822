"""SMH2308."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._monitors import endpoint_input, monitoring_type
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "ModelQuality": ("Output",),
    "ModelBias": ("Input", "Output"),
    "ModelExplainability": ("Input",),
}


class CapturedSide(Rule):
    """Labels are compared with answers, and groups and attributions are found in requests."""

    id = "SMH2308"
    title = "monitor of what is not captured"
    severity = Severity.WARNING
    resource_types = tuple(f"AWS::SageMaker::{kind}JobDefinition" for kind in _NEEDED)
    facts = ("mon-captured-side",)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each side that the endpoint does not capture."""
        config = resource.related("EndpointConfig")
        monitored = endpoint_input(resource)
        if config is None or monitored is None:
            return
        modes = [
            value.text for value in config.values("DataCaptureConfig/CaptureOptions/*/CaptureMode")
        ]
        if not modes or None in modes or "InputAndOutput" in modes:
            return
        for side in _NEEDED[monitoring_type(resource)]:
            if side not in modes:
                yield self.finding(
                    resource,
                    monitored,
                    f"the endpoint captures {' and '.join(map(str, modes))} alone, and the monitor "
                    f"needs {side} as well",
                    f"add {side} to CaptureOptions (modes=) of the endpoint configuration",
                )
