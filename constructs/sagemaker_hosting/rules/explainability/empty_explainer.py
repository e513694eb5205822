"""SMH1626."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._explainer import CONFIG
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class EmptyExplainer(Rule):
    """Clarify is the one explainer there is: ExplainerConfig without it explains nothing."""

    id = "SMH1626"
    title = "explainer that explains nothing"
    resource_types = (CONFIG,)
    facts = ("clarify-config-shape",)
    pages = (206,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ExplainerConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an empty explainer."""
        explainer = resource.part("ExplainerConfig")
        if explainer.get("ClarifyExplainerConfig").is_absent:
            yield self.finding(
                resource,
                explainer,
                "ExplainerConfig has no ClarifyExplainerConfig",
                "set ClarifyExplainerConfig with ShapConfig.ShapBaselineConfig, or remove it",
            )
