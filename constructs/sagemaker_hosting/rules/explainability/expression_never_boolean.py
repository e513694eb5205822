"""SMH1608."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._explainer import CLARIFY, CONFIG
from sagemaker_hosting.rules._expressions import never_boolean, tree
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ExpressionNeverBoolean(Rule):
    """The expression says whether to explain a record; anything else fails the invocation."""

    id = "SMH1608"
    title = "expression that is never true or false"
    resource_types = (CONFIG,)
    facts = ("clarify-enable-expr-unexpected-result",)
    pages = (207,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-create-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an expression that cannot be true or false."""
        value = resource.get(f"{CLARIFY}/EnableExplanations")
        node = tree(value.text) if value.text is not None else None
        result = never_boolean(node) if node is not None else None
        if result is not None:
            yield self.finding(
                resource,
                value,
                f"{value.text!r} is not true or false; it is {result}",
                "compare with a literal in backticks: [1] > `0.5`",
            )
