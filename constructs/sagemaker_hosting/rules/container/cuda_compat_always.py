"""SMH0281."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class CudaCompatAlways(Rule):
    """The compatibility package serves drivers older than itself and breaks on newer ones.

    Drivers are upgraded over time; a fixed LD_LIBRARY_PATH then makes a working image fail.
    """

    id = "SMH0281"
    title = "CUDA compatibility libraries in every case"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("gpu-compat-not-backward",)
    pages = (593, 594, 598, 599)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/inference-gpu-drivers.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each path."""
        for container in containers(resource):
            path = container.get("Environment/LD_LIBRARY_PATH")
            if "cuda/compat" in (outline(path.raw) or ""):
                yield self.finding(
                    resource,
                    path,
                    "LD_LIBRARY_PATH puts the CUDA compatibility libraries before those of every "
                    "driver",
                    "add them in the entry point, where the driver in "
                    "/proc/driver/nvidia/version is "
                    "older than the package",
                )
