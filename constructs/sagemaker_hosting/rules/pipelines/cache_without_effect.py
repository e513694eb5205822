"""SMH2126."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.pipelines import NEVER_CACHED
from sagemaker_hosting.rules._pipelines import PIPELINE, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class CacheWithoutEffect(Rule):
    """Steps that run a job can be cached; the others run every time."""

    id = "SMH2126"
    title = "cache of a step that is never cached"
    severity = Severity.WARNING
    resource_types = (PIPELINE,)
    facts = ("pl-caching",)
    pages = (706, 707, 708, 710, 771)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-caching.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each cache without an effect."""
        for step in steps(resource):
            cache = step.view.part("CacheConfig")
            if cache.get("Enabled").boolean and step.type in NEVER_CACHED.value:
                yield self.finding(
                    resource,
                    cache,
                    f"{step.name} is a {step.type} step, which is never cached",
                    "remove CacheConfig",
                )
