"""SMH1691."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.explainer import BASELINE_LENGTH, FEATURES, LABELS, TEXT_LENGTH
from sagemaker_hosting.facts.limits import Limit, Range
from sagemaker_hosting.rules._explainer import BASELINE, CLARIFY, CONFIG, INFERENCE
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_TEXTS: Final[Mapping[str, Limit[Range]]] = {
    f"{CLARIFY}/EnableExplanations": TEXT_LENGTH,
    **{
        f"{INFERENCE}/{name}": TEXT_LENGTH
        for name in (
            "FeaturesAttribute",
            "ContentTemplate",
            "ProbabilityAttribute",
            "LabelAttribute",
            "FeatureHeaders/*",
            "LabelHeaders/*",
        )
    },
    f"{BASELINE}/ShapBaseline": BASELINE_LENGTH,
}
_LISTS: Final[Mapping[str, Limit[Range]]] = {
    f"{INFERENCE}/FeatureHeaders": FEATURES,
    f"{INFERENCE}/FeatureTypes": FEATURES,
    f"{INFERENCE}/LabelHeaders": LABELS,
}


class ExplainerLengths(Rule):
    """Expressions, templates and headers have 64 characters at most, a baseline 4,096.

    There is room for 256 features and for 16 labels.
    """

    id = "SMH1691"
    title = "text of an explainer too long"
    resource_types = (CONFIG,)
    facts = ("clarify-enable-length", "clarify-string-limits")
    pages = (207, 210, 211, 212)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyInferenceConfig.html"
    )
    schema = True

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each text and each list that is too short or too long."""
        for path, limit in _TEXTS.items():
            for value in resource.values(path):
                if value.text is not None and not limit.value.holds(len(value.text)):
                    name = path.removesuffix("/*").rpartition("/")[2]
                    yield self.finding(
                        resource,
                        value,
                        f"{name} has {len(value.text)} characters; allowed are {limit.value}",
                        "put the baseline into S3 (ShapBaselineUri)"
                        if limit is BASELINE_LENGTH
                        else f"write {limit.value} characters",
                    )
        for path, limit in _LISTS.items():
            value = resource.get(path)
            if value.length is not None and not limit.value.holds(value.length):
                yield self.finding(
                    resource,
                    value,
                    f"{path.rpartition('/')[2]} has {value.length} entries; allowed are "
                    f"{limit.value}",
                    f"give {limit.value} entries, or leave it out",
                )
