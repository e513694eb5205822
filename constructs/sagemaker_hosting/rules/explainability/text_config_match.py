"""SMH1620."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._explainer import CONFIG, INFERENCE, SHAP
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TextConfigMatch(Rule):
    """TextConfig says how text is explained: one without the other is refused."""

    id = "SMH1620"
    title = "text features and TextConfig"
    resource_types = (CONFIG,)
    facts = ("clarify-text-config",)
    pages = (216, 217)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyTextConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for text without TextConfig, or TextConfig without text."""
        types = resource.get(f"{INFERENCE}/FeatureTypes")
        given = [value.text for value in resource.values(f"{INFERENCE}/FeatureTypes/*")]
        text_config = resource.get(f"{SHAP}/TextConfig")
        if "text" in given and text_config.is_absent:
            yield self.finding(
                resource,
                types,
                "a feature is text, and there is no TextConfig",
                "set ShapConfig.TextConfig with Language and Granularity",
            )
        elif text_config.is_given and types.length and not {"text", None}.intersection(given):
            yield self.finding(
                resource,
                text_config,
                "TextConfig is given, and no feature is text",
                "add text to FeatureTypes, or remove TextConfig",
            )
