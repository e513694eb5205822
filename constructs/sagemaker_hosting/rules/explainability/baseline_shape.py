"""SMH1618."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._explainer import BASELINE, CONFIG, INFERENCE, baseline_rows
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class BaselineShape(Rule):
    """A record of the baseline has the features of a record of the model, and nothing else."""

    id = "SMH1618"
    title = "baseline of another shape"
    resource_types = (CONFIG,)
    facts = ("clarify-minimal-tabular",)
    pages = (212, 213)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-create-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for rows that differ, or that differ from the declared features."""
        baseline = resource.get(f"{BASELINE}/ShapBaseline")
        rows = baseline_rows(resource) or ()
        widths = sorted({len(row) for row in rows})
        fix = "give each record of ShapBaseline one value for each feature"
        if len(widths) > 1:
            message = f"records of the baseline have {widths[0]} and {widths[-1]} values"
            yield self.finding(resource, baseline, message, fix)
            return
        for name in ("FeatureHeaders", "FeatureTypes"):
            declared = resource.get(f"{INFERENCE}/{name}").length
            if widths and declared is not None and declared != widths[0]:
                message = f"a record of the baseline has {widths[0]} values, {name} {declared}"
                yield self.finding(resource, baseline, message, fix)
                return
