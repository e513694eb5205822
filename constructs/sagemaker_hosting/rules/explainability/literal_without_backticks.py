"""SMH1609."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._explainer import CLARIFY, CONFIG
from sagemaker_hosting.rules._expressions import bare_word, tree
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class LiteralWithoutBackticks(Rule):
    """In JMESPath true without backticks is the name of a field, which no record has."""

    id = "SMH1609"
    title = "literal without backticks"
    resource_types = (CONFIG,)
    facts = ("clarify-enable-expr-backticks",)
    pages = (207, 208)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-create-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a word that was meant as a literal."""
        value = resource.get(f"{CLARIFY}/EnableExplanations")
        node = tree(value.text) if value.text is not None else None
        word = bare_word(node) if node is not None else None
        if word is not None:
            yield self.finding(
                resource,
                value,
                f"{word} in {value.text!r} is the name of a field",
                f"write `{word.lower()}`, with the backticks",
            )
