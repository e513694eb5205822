"""SMH1622."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._explainer import CONFIG, INFERENCE
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class FeatureCountsDiffer(Rule):
    """FeatureTypes and FeatureHeaders describe the same features, one entry each."""

    id = "SMH1622"
    title = "types and headers of other features"
    resource_types = (CONFIG,)
    facts = ("clarify-feature-types",)
    pages = (217,)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyInferenceConfig.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for lists of different length."""
        types = resource.get(f"{INFERENCE}/FeatureTypes")
        headers = resource.get(f"{INFERENCE}/FeatureHeaders").length
        if types.length is not None and headers is not None and types.length != headers:
            yield self.finding(
                resource,
                types,
                f"FeatureTypes has {types.length} entries and FeatureHeaders {headers}",
                "give both an entry for each feature, in the same order",
            )
