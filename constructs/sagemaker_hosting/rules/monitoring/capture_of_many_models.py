"""SMH1105."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class CaptureOfManyModels(Rule):
    """Data capture works for single-model endpoints.

    Multi-model and multi-container endpoints are not covered.
    """

    id = "SMH1105"
    title = "data capture on several containers"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("fm-datacapture",)
    pages = (603, 605)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each model that is not covered."""
        capture = resource.get("DataCaptureConfig")
        enabled = resource.get("DataCaptureConfig/EnableCapture")
        if not capture.is_given or enabled.boolean is False:
            return
        for model in resource.all_related("Model"):
            several = (model.get("Containers").length or 0) > 1
            multi = any(mode.text == "MultiModel" for mode in model.values("PrimaryContainer/Mode"))
            if several or multi:
                yield self.finding(
                    resource,
                    capture,
                    "data capture is declared for the "
                    f"{'multi-model' if multi else 'multi-container'} "
                    f"model {model.logical_id}".rstrip(),
                    "remove DataCaptureConfig, or serve one model in one container",
                )
