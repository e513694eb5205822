"""SMH0277."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TritonGrpc(Rule):
    """SageMaker endpoints speak HTTP only.

    Triton's gRPC port is for a proxy inside the container.
    """

    id = "SMH0277"
    title = "gRPC that no caller reaches"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("triton-env-grpc",)
    pages = (391,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-frameworks-triton.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each open gRPC port."""
        for container in containers(resource):
            allowed = container.get("Environment/SAGEMAKER_TRITON_ALLOW_GRPC")
            if allowed.boolean:
                yield self.finding(
                    resource,
                    allowed,
                    "Triton opens a gRPC port that no caller of the endpoint reaches",
                    "remove SAGEMAKER_TRITON_ALLOW_GRPC unless a proxy in the container uses it",
                )
