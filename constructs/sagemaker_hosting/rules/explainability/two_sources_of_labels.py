"""SMH1625."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._explainer import CONFIG, INFERENCE
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TwoSourcesOfLabels(Rule):
    """Label headers are given in the configuration or found in the output of the container."""

    id = "SMH1625"
    title = "two sources of label headers"
    severity = Severity.WARNING
    resource_types = (CONFIG,)
    facts = ("clarify-label-headers-source",)
    pages = (211,)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyInferenceConfig.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for headers that are given and looked for."""
        headers = resource.get(f"{INFERENCE}/LabelHeaders")
        for name in ("LabelIndex", "LabelAttribute"):
            if headers.is_given and resource.get(f"{INFERENCE}/{name}").is_given:
                yield self.finding(
                    resource,
                    headers,
                    f"LabelHeaders is given, and {name} finds headers in the output",
                    f"remove LabelHeaders or {name}",
                )
                return
