"""SMH1615."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._explainer import CONFIG, SHAP, feature_count, sample_ceiling
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class SamplesCapped(Rule):
    """There are 2^features - 2 samples to draw: a larger NumberOfSamples changes nothing."""

    id = "SMH1615"
    title = "more samples than there are"
    severity = Severity.INFO
    resource_types = (CONFIG,)
    facts = ("clarify-n-samples-formula",)
    pages = (209,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-create-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a number that has no effect."""
        features = feature_count(resource)
        asked = resource.get(f"{SHAP}/NumberOfSamples")
        if features is None or features < 2 or asked.number is None:
            return
        if asked.number > sample_ceiling(features):
            yield self.finding(
                resource,
                asked,
                f"NumberOfSamples is {asked.number:g}, and {features} features have "
                f"{sample_ceiling(features)}",
                f"remove NumberOfSamples, or set at most {sample_ceiling(features)}",
            )
