"""SMH1617."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._explainer import CONFIG, SHAP, explains_text
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TextWithoutSampleCount(Rule):
    """Each unit of a text is a feature, so that by default the samples grow with the text."""

    id = "SMH1617"
    title = "text without NumberOfSamples"
    severity = Severity.WARNING
    resource_types = (CONFIG,)
    facts = ("clarify-nlp-n-features",)
    pages = (210,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-create-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for text whose cost is open."""
        if explains_text(resource) and resource.get(f"{SHAP}/NumberOfSamples").is_absent:
            yield self.finding(
                resource,
                SHAP,
                "text is explained and NumberOfSamples is missing: 2 x units + 2048 of them",
                "set NumberOfSamples (100, say)",
            )
