"""SMH1623."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._explainer import BASELINE, CONFIG
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class OneBaseline(Rule):
    """The baseline stands in the configuration (up to 4 KB) or in S3: in one of them."""

    id = "SMH1623"
    title = "one SHAP baseline"
    resource_types = (CONFIG,)
    facts = ("clarify-baseline-inline-or-uri",)
    pages = (209, 212)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyShapBaselineConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for two baselines, or for none."""
        baseline = resource.part(BASELINE)
        inline, address = baseline.get("ShapBaseline"), baseline.get("ShapBaselineUri")
        fix = "give either ShapBaseline or ShapBaselineUri"
        if inline.is_given and address.is_given:
            message = "ShapBaseline and ShapBaselineUri are both given"
            yield self.finding(resource, address, message, fix)
        elif inline.is_absent and address.is_absent:
            message = "neither ShapBaseline nor ShapBaselineUri is given"
            yield self.finding(resource, baseline, message, fix)
