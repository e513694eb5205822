"""SMH0350."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import variants_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_TIMEOUTS: Final = (
    "ModelDataDownloadTimeoutInSeconds",
    "ContainerStartupHealthCheckTimeoutInSeconds",
)


class TimeoutsOfComponents(Rule):
    """A variant without a model starts no container of its own: its inference components do.

    Each of them can state its time-outs, and what the variant says is then not what counts.
    """

    id = "SMH0350"
    title = "start-up time-outs on a variant for components"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("lmi-params-per-variant",)
    pages = (311, 312)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentStartupParameters.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each time-out of a variant without a model."""
        for variant in variants_of(resource):
            if not variant.get("ModelName").is_absent:
                continue
            for name in _TIMEOUTS:
                timeout = variant.get(name)
                if timeout.is_given:
                    yield self.finding(
                        resource,
                        timeout,
                        f"{name} is given for a variant that names no model",
                        f"set {name} in StartupParameters of the inference components",
                    )
