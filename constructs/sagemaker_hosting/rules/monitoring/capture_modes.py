"""SMH1101."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class CaptureModes(Rule):
    """Data capture records the input, the output, or both; each is listed once."""

    id = "SMH1101"
    title = "capture mode listed twice"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("fm-datacapture",)
    pages = (603,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CaptureOption.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each repetition."""
        seen: set[str] = set()
        for mode in resource.values("DataCaptureConfig/CaptureOptions/*/CaptureMode"):
            if mode.text is not None and mode.text in seen:
                yield self.finding(
                    resource,
                    mode,
                    f"the capture mode {mode.text} is listed twice",
                    "list Input, Output, or each of them once",
                )
            seen.add(mode.text or "")
