"""SMH1605."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._explainer import CONFIG, INFERENCE
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class LabelIsProbability(Rule):
    """A column of the container's output holds the label or the probability, not both."""

    id = "SMH1605"
    title = "label and probability in one column"
    resource_types = (CONFIG,)
    facts = ("clarify-probability-index-1",)
    pages = (198,)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyInferenceConfig.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for one column that is both."""
        label = resource.get(f"{INFERENCE}/LabelIndex")
        probability = resource.get(f"{INFERENCE}/ProbabilityIndex").number
        if probability is not None and label.number == probability:
            yield self.finding(
                resource,
                label,
                f"LabelIndex and ProbabilityIndex are both {probability:g}",
                "give each the position of its own column, counted from 0",
            )
