"""SMH1607."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._explainer import CLARIFY, CONFIG, INFERENCE
from sagemaker_hosting.rules._expressions import bare_word, fields, has_index, tree
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ExpressionOfOtherFormat(Rule):
    """A record of CSV is a list, [1] an element of it; a record of JSON Lines is a map with names.

    An expression for the other one finds nothing, and the invocation fails.
    """

    id = "SMH1607"
    title = "expression for another format"
    severity = Severity.WARNING
    resource_types = (CONFIG,)
    facts = ("clarify-enable-expr-csv-vs-json",)
    pages = (207, 208)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-create-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an expression that does not fit the selectors."""
        value = resource.get(f"{CLARIFY}/EnableExplanations")
        node = tree(value.text) if value.text is not None else None
        if node is None or bare_word(node) is not None:
            return
        named = next(fields(node), None)
        by_name = resource.get(f"{INFERENCE}/ProbabilityAttribute")
        by_index = resource.get(f"{INFERENCE}/ProbabilityIndex")
        lines = by_name.is_given and by_index.is_absent
        rows = by_index.is_given and by_name.is_absent
        if lines and named is None and has_index(node):
            yield self.finding(
                resource,
                value,
                f"{value.text!r} takes a column, and ProbabilityAttribute says JSON Lines",
                "name the field: probability > `0.5`",
            )
        elif rows and named is not None and not has_index(node):
            yield self.finding(
                resource,
                value,
                f"{value.text!r} names the field {named}, and ProbabilityIndex says CSV",
                "take the column: [1] > `0.5`",
            )
