"""SMH1604."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._explainer import CONFIG, INFERENCE
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class SelectorsOfTwoFormats(Rule):
    """An index finds the score in CSV, an expression finds it in JSON Lines.

    The container answers in one of them, so one of the two never finds anything.
    """

    id = "SMH1604"
    title = "selectors of two formats"
    resource_types = (CONFIG,)
    facts = ("clarify-probability-index-0", "clarify-jsonlines-output-attributes")
    pages = (197, 198, 199, 200)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyInferenceConfig.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an index beside an expression."""
        indexes = [resource.get(f"{INFERENCE}/{name}Index") for name in ("Probability", "Label")]
        attributes = [
            resource.get(f"{INFERENCE}/{name}Attribute") for name in ("Probability", "Label")
        ]
        by_index = [value for value in indexes if value.is_given]
        by_name = [value for value in attributes if value.is_given]
        if by_index and by_name:
            names = [value.path.rpartition("/")[2] for value in (by_index[0], by_name[0])]
            yield self.finding(
                resource,
                by_index[0],
                f"{names[0]} is for CSV and {names[1]} for JSON Lines",
                f"remove {names[0]} or {names[1]}, whichever is not the container's format",
            )
