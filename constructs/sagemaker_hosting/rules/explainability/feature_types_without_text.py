"""SMH1621."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._explainer import CONFIG, INFERENCE
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class FeatureTypesWithoutText(Rule):
    """FeatureTypes is for text; without a text feature it is refused, and not needed."""

    id = "SMH1621"
    title = "feature types without text"
    resource_types = (CONFIG,)
    facts = ("clarify-feature-types",)
    pages = (217,)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyInferenceConfig.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for types among which there is no text."""
        types = resource.get(f"{INFERENCE}/FeatureTypes")
        given = [value.text for value in resource.values(f"{INFERENCE}/FeatureTypes/*")]
        if types.length and not {"text", None}.intersection(given):
            yield self.finding(
                resource,
                types,
                f"FeatureTypes is {', '.join(sorted(set(filter(None, given))))}, without text",
                "remove FeatureTypes: the types are inferred from the baseline",
            )
