"""SMH1817."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._filters import (
    CREATE_TRANSFORM_JOB,
    INPUT_FILTER,
    OUTPUT_FILTER,
    indexes,
    names,
)
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class TransformFilterWithoutJoin(RequestRule):
    """Without a join the output filter sees the results alone, not the input.

    A column that was kept from the model is found only with JoinSource Input.
    """

    id = "SMH1817"
    title = "filter of input that is not joined"
    severity = Severity.WARNING
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-data-processing-defaults", "bt-output-id-join")
    pages = (304, 306, 307)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for an output filter that looks for the input."""
        join, value = request.get("DataProcessing/JoinSource"), request.get(OUTPUT_FILTER)
        if value.text is None or not (join.is_absent or join.text == "None"):
            return
        listed = indexes(value.text)
        kept_back = request.get(INPUT_FILTER).text not in (None, "", "$")
        joined_names = {"SageMakerInput", "SageMakerOutput"}.intersection(names(value.text))
        if joined_names or (kept_back and -1 in listed and len(listed) > 1):
            yield self.finding(
                resource,
                value,
                f"the output filter {value.text!r} selects from input and results, and they are "
                "not joined",
                "set DataProcessing.JoinSource to Input",
            )
