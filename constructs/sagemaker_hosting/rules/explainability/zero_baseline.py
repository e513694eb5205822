"""SMH1619."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._explainer import BASELINE, CONFIG, baseline_rows
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, Value


class ZeroBaseline(Rule):
    """An explanation compares with the baseline; zeros mean something for scaled features only."""

    id = "SMH1619"
    title = "baseline of zeros"
    severity = Severity.INFO
    resource_types = (CONFIG,)
    facts = ("clarify-baseline-zero-demo",)
    pages = (212,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-create-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a baseline in which every value is zero."""
        rows = baseline_rows(resource)
        cells = [Value("", cell.strip()).number for row in rows or () for cell in row]
        if cells and all(number == 0 for number in cells):
            yield self.finding(
                resource,
                f"{BASELINE}/ShapBaseline",
                "every value of the baseline is zero",
                "take typical records of the training data, unless the features have mean zero",
            )
