"""SMH1627."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.explainer import FEATURE_TYPES, GRANULARITIES, LANGUAGES
from sagemaker_hosting.facts.limits import Limit
from sagemaker_hosting.rules._explainer import CONFIG, INFERENCE, SHAP
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_WORDS: Final[Mapping[str, Limit[tuple[str, ...]]]] = {
    f"{INFERENCE}/FeatureTypes/*": FEATURE_TYPES,
    f"{SHAP}/TextConfig/Granularity": GRANULARITIES,
    f"{SHAP}/TextConfig/Language": LANGUAGES,
}


class ExplainerWords(Rule):
    """Feature types, the language and the unit of a text are chosen from fixed words."""

    id = "SMH1627"
    title = "word that the explainer does not know"
    resource_types = (CONFIG,)
    facts = ("clarify-text-config-enums", "clarify-feature-types")
    pages = (217,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyTextConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each word that the explainer does not know."""
        for path, limit in _WORDS.items():
            for value in resource.values(path):
                if value.text is not None and value.text not in limit.value:
                    yield self.finding(
                        resource,
                        value,
                        f"{value.text!r} is no word of the explainer's",
                        "write the ISO 639 code (en), or xx for several languages"
                        if limit is LANGUAGES
                        else f"write {' or '.join(limit.value)}",
                    )
