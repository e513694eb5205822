"""SMH1603."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._explainer import BASELINE, CONFIG, TYPES, baseline_type
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class BaselineFormat(Rule):
    """The explainer speaks CSV and JSON Lines, with its baseline as with the container."""

    id = "SMH1603"
    title = "baseline in another format"
    resource_types = (CONFIG,)
    facts = ("clarify-container-input-formats",)
    pages = (196, 197)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyShapBaselineConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a baseline that is neither."""
        given = resource.get(f"{BASELINE}/MimeType")
        if given.text is not None and baseline_type(resource) not in TYPES:
            yield self.finding(
                resource,
                given,
                f"MimeType is {given.text!r}, which the explainer does not read",
                f"set MimeType to {' or '.join(TYPES)}",
            )
