"""SMH1616."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._explainer import CONFIG, SHAP, feature_count
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class OneFeature(Rule):
    """Kernel SHAP compares subsets of the features: with one feature there is none to compare."""

    id = "SMH1616"
    title = "explanation of one feature"
    severity = Severity.WARNING
    resource_types = (CONFIG,)
    facts = ("clarify-n-samples-formula",)
    pages = (209,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-create-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a record with a single feature."""
        if feature_count(resource) == 1:
            yield self.finding(
                resource,
                SHAP,
                "a record has one feature, for which Kernel SHAP has no samples (2^1 - 2)",
                "explain records of two features or more, or remove ExplainerConfig",
            )
