"""SMH1606."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._explainer import CLARIFY, CONFIG, INFERENCE
from sagemaker_hosting.rules._expressions import problem
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_PATHS: Final = (
    f"{CLARIFY}/EnableExplanations",
    f"{INFERENCE}/FeaturesAttribute",
    f"{INFERENCE}/LabelAttribute",
    f"{INFERENCE}/ProbabilityAttribute",
)


class ExpressionSyntax(Rule):
    """Values are found with JMESPath; an expression that is none fails the endpoint.

    A number is a literal in backticks.
    """

    id = "SMH1606"
    title = "expression that cannot be parsed"
    resource_types = (CONFIG,)
    facts = (
        "clarify-enable-expr-semantics",
        "clarify-enable-expr-invalid-fails-create",
        "clarify-enable-expr-backticks",
        "clarify-jsonlines-output-attributes",
        "clarify-features-attribute",
    )
    pages = (197, 199, 200, 207, 208)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-create-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each expression that is not JMESPath."""
        for path in _PATHS:
            value = resource.get(path)
            wrong = problem(value.text) if value.text is not None else None
            if wrong is not None:
                yield self.finding(
                    resource,
                    value,
                    f"the expression {value.text!r} is {wrong}",
                    "write JMESPath, with literals in backticks: [1] > `0.5`",
                )
