"""SMH1610."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._explainer import CLARIFY, CONFIG
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ExplainedOnRequestOnly(Rule):
    """With `false` nothing is explained unless a request asks for it."""

    id = "SMH1610"
    title = "explanations on request only"
    severity = Severity.INFO
    resource_types = (CONFIG,)
    facts = ("clarify-enable-expr-constants",)
    pages = (208,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-create-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an expression that is always false."""
        value = resource.get(f"{CLARIFY}/EnableExplanations")
        if value.text is not None and value.text.replace(" ", "") == "`false`":
            yield self.finding(
                resource,
                value,
                "no record is explained unless the request overrides EnableExplanations",
                "keep it if callers send EnableExplanations; set `true` to explain every record",
            )
