"""SMH0273."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_MODES: Final = ("log", "prometheus", "legacy")


class TorchserveSettings(Rule):
    """TorchServe scales its workers between two numbers and writes metrics in one of its modes."""

    id = "SMH0273"
    title = "contradictory settings of TorchServe"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("torchserve-env-toolkit", "torchserve-metrics-mode", "env-pytorch-ts")
    pages = (292, 293, 379)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-frameworks-torchserve.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each contradiction."""
        for container in containers(resource):
            least = container.get("Environment/SAGEMAKER_TS_MIN_WORKERS")
            most = container.get("Environment/SAGEMAKER_TS_MAX_WORKERS").number
            if least.number is not None and most is not None and least.number > most:
                yield self.finding(
                    resource,
                    least,
                    f"TorchServe is to have {least.number:g} workers or more and {most:g} at most",
                    "set SAGEMAKER_TS_MAX_WORKERS to the minimum or above",
                )
            mode = container.get("Environment/TS_METRICS_MODE")
            if mode.text is not None and mode.text.lower() not in _MODES:
                yield self.finding(
                    resource,
                    mode,
                    f"TorchServe has no metrics mode {mode.text!r} and falls back to log",
                    f"set TS_METRICS_MODE to {', '.join(_MODES)}",
                )
