"""SMH0421."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._rollout import ROLLING
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RollingWithSeveralVariants(Rule):
    """A rolling update takes one production variant.

    With more it falls back, silently, to all-at-once.
    """

    id = "SMH0421"
    title = "rolling update of several variants"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("exclusion-rolling-multivariant", "exclusion-fallback-silent")
    pages = (350,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a rolling update of several variants."""
        policy = resource.get(ROLLING)
        config = resource.related("EndpointConfig")
        count = config.get("ProductionVariants").length if config is not None else None
        if policy.is_given and count is not None and count > 1:
            yield self.finding(
                resource,
                policy,
                f"a rolling update is declared for {count} production variants; it works with one "
                "only",
                "roll out by canary or linear (BlueGreenUpdatePolicy), or keep one variant",
            )
