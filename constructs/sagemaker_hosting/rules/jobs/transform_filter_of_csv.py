"""SMH1815."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._filters import (
    CREATE_TRANSFORM_JOB,
    INPUT_FILTER,
    OUTPUT_FILTER,
    media_type,
    names,
)
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class TransformFilterOfCsv(RequestRule):
    """A row of CSV is a list: its columns have positions, not names."""

    id = "SMH1815"
    title = "names of CSV columns"
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-jsonpath-csv-index-only",)
    pages = (302,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for each filter that names a column."""
        for path, format_path in (
            (INPUT_FILTER, "TransformInput/ContentType"),
            (OUTPUT_FILTER, "TransformOutput/Accept"),
        ):
            value = request.get(path)
            named = names(value.text) if value.text is not None else []
            if named and media_type(request.get(format_path)) == "text/csv":
                yield self.finding(
                    resource,
                    value,
                    f"the filter {value.text!r} of CSV selects the name {named[0]!r}",
                    "select columns by position, counted from 0: $[0] or $[1:]",
                )
