"""SMH2127."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._pipelines import PIPELINE, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class CachedTransform(Rule):
    """A cached transform runs again when its model has another name, and only then."""

    id = "SMH2127"
    title = "cached transform of a model with a fixed name"
    severity = Severity.WARNING
    resource_types = (PIPELINE,)
    facts = ("pl-transform-cache-key",)
    pages = (712,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-caching.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each cached transform by a literal name."""
        for step in steps(resource):
            name = step.view.get("Arguments/ModelName")
            enabled = step.view.get("CacheConfig/Enabled").boolean
            if step.type == "Transform" and enabled and name.text is not None:
                yield self.finding(
                    resource,
                    name,
                    f"{step.name} is cached, and {name.text} may be another model next time",
                    "get the name from the step that creates the model, or switch the cache off",
                )
