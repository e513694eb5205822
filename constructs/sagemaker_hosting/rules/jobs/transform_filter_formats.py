"""SMH1810."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.jobs import TRANSFORM_FILTER_TYPES
from sagemaker_hosting.rules._filters import (
    CREATE_TRANSFORM_JOB,
    can_be_filtered,
    media_type,
    processes,
)
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class TransformFilterFormats(RequestRule):
    """Records are filtered and joined in CSV, JSON and JSON Lines only."""

    id = "SMH1810"
    title = "format that cannot be filtered"
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-data-processing-formats",)
    pages = (300, 302)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for each format that is not read."""
        if not processes(request):
            return
        for path in ("TransformInput/ContentType", "TransformOutput/Accept"):
            value = request.get(path)
            given = media_type(value)
            if given is not None and not can_be_filtered(given):
                yield self.finding(
                    resource,
                    value,
                    f"{given} is filtered or joined, and only CSV, JSON and JSON Lines can be",
                    f"set it to {' or '.join(TRANSFORM_FILTER_TYPES.value)}, or remove "
                    "DataProcessing",
                )
