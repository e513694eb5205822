"""SMH1804."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._filters import CREATE_TRANSFORM_JOB
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class TransformStrategyWithoutSplit(RequestRule):
    """Mini-batches are made of records: without a split each object is sent whole."""

    id = "SMH1804"
    title = "batch strategy without records"
    severity = Severity.WARNING
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-split-line",)
    pages = (298,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for a strategy that has no effect."""
        strategy, split = request.get("BatchStrategy"), request.get("TransformInput/SplitType")
        if strategy.text == "MultiRecord" and (split.is_absent or split.text == "None"):
            yield self.finding(
                resource,
                strategy,
                "BatchStrategy is MultiRecord and the input is not split into records",
                "set TransformInput.SplitType to Line, or remove BatchStrategy",
            )
