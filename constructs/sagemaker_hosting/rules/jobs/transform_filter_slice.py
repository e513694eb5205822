"""SMH1816."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._filters import CREATE_TRANSFORM_JOB, filters, slices
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class TransformFilterSlice(RequestRule):
    """A slice goes forward: one whose start lies behind its end selects nothing."""

    id = "SMH1816"
    title = "slice that selects nothing"
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-jsonpath-slices",)
    pages = (303, 306, 307)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for each slice that is empty."""
        for value in filters(request):
            for written, start, end in slices(value.text or ""):
                if start > end and (start < 0) == (end < 0):
                    yield self.finding(
                        resource,
                        value,
                        f"the slice [{written}] starts behind its end",
                        f"write [{end}:{start}]",
                    )
