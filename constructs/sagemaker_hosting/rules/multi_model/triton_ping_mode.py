"""SMH1974."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TritonPingMode(Rule):
    """A multi-model Triton loads nothing at its start; its health check is to say that it lives.

    With the ping mode ready it answers for models that are not loaded.
    """

    id = "SMH1974"
    title = "health check that waits for every model"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("triton-env-ping-mode",)
    pages = (390,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-frameworks-triton.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each such health check."""
        for container in containers(resource):
            ping = container.get("Environment/SAGEMAKER_TRITON_PING_MODE")
            if container.get("Mode").text == "MultiModel" and (ping.text or "").lower() == "ready":
                yield self.finding(
                    resource,
                    ping,
                    "the multi-model container answers its health check with ready",
                    "set SAGEMAKER_TRITON_PING_MODE to live, its default here",
                )
