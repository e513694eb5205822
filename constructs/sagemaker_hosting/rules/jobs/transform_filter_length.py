"""SMH1814."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.jobs import TRANSFORM_FILTER_LENGTH
from sagemaker_hosting.rules._filters import CREATE_TRANSFORM_JOB, filters
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class TransformFilterLength(RequestRule):
    """A filter has at most 63 characters."""

    id = "SMH1814"
    title = "long filter"
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-jsonpath-length",)
    pages = ()
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataProcessing.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for each filter that is too long."""
        limit = TRANSFORM_FILTER_LENGTH.value
        for value in filters(request):
            length = len(value.text or "")
            if length > limit:
                yield self.finding(
                    resource,
                    value,
                    f"the filter has {length} characters; allowed are {limit}",
                    "select a slice ([1:]) instead of listing the columns",
                )
