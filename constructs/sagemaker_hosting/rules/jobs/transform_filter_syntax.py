"""SMH1813."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._filters import (
    CREATE_TRANSFORM_JOB,
    filters,
    quoted_names,
    unsupported,
)
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class TransformFilterSyntax(RequestRule):
    """Filters speak a part of JSONPath: names, *, lists of names or positions, and slices.

    Each starts with $; a name in brackets is a name of that level, not a path.
    """

    id = "SMH1813"
    title = "filter that is not understood"
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-jsonpath-subset", "bt-jsonpath-no-nested-bracket")
    pages = (302, 303)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for each filter outside the subset."""
        for value in filters(request):
            path = value.text or "$"
            problem = unsupported(path)
            nested = [name for name in quoted_names(path) if "." in name]
            if problem is not None:
                yield self.finding(
                    resource,
                    value,
                    f"the filter {path!r} has {problem}, which is not supported",
                    "write $ followed by .name, ['a','b'], [0], [0,2], [1:3] or *",
                )
            elif nested:
                yield self.finding(
                    resource,
                    value,
                    f"the filter {path!r} has a path in brackets, {nested[0]!r}",
                    "take the parent with .name first, or select the parent as a whole",
                )
