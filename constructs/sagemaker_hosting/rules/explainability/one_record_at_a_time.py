"""SMH1602."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._explainer import CONFIG, INFERENCE
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class OneRecordAtATime(Rule):
    """One explanation needs hundreds of predictions; asked for one at a time they cost a call each.

    A request has 60 seconds for all of them.
    """

    id = "SMH1602"
    title = "explanations one record at a time"
    severity = Severity.INFO
    resource_types = (CONFIG,)
    facts = ("clarify-batch-recommended",)
    pages = (196, 220)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-create-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a container that takes one record."""
        count = resource.get(f"{INFERENCE}/MaxRecordCount")
        if count.number == 1:
            yield self.finding(
                resource,
                count,
                "the container is asked for the prediction of one synthetic record at a time",
                "let the container take several records in a request, and say so in MaxRecordCount",
            )
