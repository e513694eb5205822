"""SMH1611."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._explainer import CLARIFY, CONFIG
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class EveryRecordExplained(Rule):
    """Without an expression every record is explained, which costs hundreds of predictions each."""

    id = "SMH1611"
    title = "every record is explained"
    severity = Severity.INFO
    resource_types = (CONFIG,)
    facts = ("clarify-enable-default",)
    pages = (213, 214)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-create-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an explainer without an expression."""
        explainer = resource.part(CLARIFY)
        if explainer.get("EnableExplanations").is_absent:
            yield self.finding(
                resource,
                explainer,
                "no EnableExplanations: every record of every request is explained",
                "set EnableExplanations, to `false` with an override for single requests, say",
            )
