"""SMH1902."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import MODEL, calls_containers_directly
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MultiModelCalledDirectly(Rule):
    """The guide combines a multi-model container with a serial pipeline, and with nothing else.

    A call to one of several containers names no model.
    """

    id = "SMH1902"
    title = "many models in a container that is called directly"
    severity = Severity.WARNING
    resource_types = (MODEL,)
    facts = ("mme-not-direct-mce",)
    pages = (71, 81)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoints.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each such container."""
        if not calls_containers_directly(resource):
            return
        for container in resource.parts("Containers/*"):
            if container.get("Mode").text == "MultiModel":
                yield self.finding(
                    resource,
                    container.get("Mode"),
                    "the container hosts many models, and the containers are called directly",
                    "set InferenceExecutionConfig.Mode to Serial, or make an endpoint of its own",
                )
