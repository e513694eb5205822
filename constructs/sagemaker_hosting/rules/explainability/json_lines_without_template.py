"""SMH1612."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._explainer import BASELINE, CONFIG, INFERENCE, baseline_type
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class JsonLinesWithoutTemplate(Rule):
    """For a container that takes JSON Lines the explainer has to know where the features stand.

    FeaturesAttribute finds them in a request, ContentTemplate puts them into a record.
    """

    id = "SMH1612"
    title = "JSON Lines without a template"
    severity = Severity.WARNING
    resource_types = (CONFIG,)
    facts = ("clarify-features-attribute",)
    pages = (197,)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyInferenceConfig.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for JSON Lines that cannot be taken apart or put together."""
        if baseline_type(resource) != "application/jsonlines":
            return
        missing = [
            name
            for name in ("FeaturesAttribute", "ContentTemplate")
            if resource.get(f"{INFERENCE}/{name}").is_absent
        ]
        if missing:
            yield self.finding(
                resource,
                f"{BASELINE}/MimeType",
                f"the baseline is in JSON Lines and {' and '.join(missing)} is missing",
                'set FeaturesAttribute (features) and ContentTemplate ({"features": $features})',
            )
