"""SMH1842."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._jobs import CONTAINER, CREATE_LOAD_TEST
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View

_NEEDED: Final = ("Domain", "Framework", "FrameworkVersion", "PayloadConfig", "Task")


class LoadTestContainer(RequestRule):
    """A model says nothing of its domain and its framework, so that the job has to.

    With a version of the registry they come from there.
    """

    id = "SMH1842"
    title = "load test without a container configuration"
    severity = Severity.WARNING
    actions = (CREATE_LOAD_TEST,)
    facts = ("rec-model-source", "rec-domain-framework-mandatory")
    pages = (5, 6, 17)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RecommendationJobContainerConfig.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for a model of which too little is known."""
        model = request.get("InputConfig/ModelName")
        if not model.is_given:
            return
        missing = [name for name in _NEEDED if request.get(f"{CONTAINER}/{name}").is_absent]
        if missing:
            yield self.finding(
                resource,
                model,
                f"ModelName is given, and ContainerConfig lacks {', '.join(missing)}",
                f"set {', '.join(missing)} in InputConfig.ContainerConfig",
            )
