"""SMH1907."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import MODEL
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class CacheOfOneModel(Rule):
    """MultiModelConfig is about the models that a container loads and unloads.

    A container in SingleModel mode, which is the default, has one and keeps it.
    """

    id = "SMH1907"
    title = "model cache of a container with one model"
    severity = Severity.WARNING
    resource_types = (MODEL,)
    facts = ("mme-cache-setting",)
    pages = (81, 82, 85, 106)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MultiModelConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each such container."""
        for container in containers(resource):
            mode, cache = container.get("Mode"), container.get("MultiModelConfig")
            if cache.is_given and (mode.is_absent or mode.text == "SingleModel"):
                yield self.finding(
                    resource,
                    cache,
                    "MultiModelConfig is given and the container hosts one model",
                    "set Mode to MultiModel, or remove MultiModelConfig",
                )
