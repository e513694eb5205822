"""SMH0254."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class BatchWithoutDelay(Rule):
    """TorchServe fills a batch for as long as SAGEMAKER_TS_MAX_BATCH_DELAY says.

    Left to its default of 100 ms, each request that comes alone waits that long.
    """

    id = "SMH0254"
    title = "batches of an unstated delay"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("env-pytorch-ts",)
    pages = (292, 293)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-optimize.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each batch size without a delay."""
        for container in containers(resource):
            size = container.get("Environment/SAGEMAKER_TS_BATCH_SIZE")
            delay = container.get("Environment/SAGEMAKER_TS_MAX_BATCH_DELAY")
            if (size.number or 0) > 1 and delay.is_absent:
                yield self.finding(
                    resource,
                    size,
                    f"batches of {size.number:g} are collected and no delay is stated",
                    "set SAGEMAKER_TS_MAX_BATCH_DELAY to the milliseconds that a request may wait",
                )
