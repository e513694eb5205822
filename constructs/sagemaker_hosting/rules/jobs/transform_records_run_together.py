"""SMH1808."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._filters import CREATE_TRANSFORM_JOB, media_type
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class TransformRecordsRunTogether(RequestRule):
    """Results of records are put together as they are, without a line end between them.

    AssembleWith Line adds it.
    """

    id = "SMH1808"
    title = "records without line ends"
    severity = Severity.WARNING
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-assemble-line",)
    pages = (299,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for lines that become one."""
        output = request.part("TransformOutput")
        assembly, accept = output.get("AssembleWith"), output.get("Accept")
        lines = media_type(accept) in ("text/csv", "application/jsonlines")
        if request.get("TransformInput/SplitType").text != "Line" or not lines:
            return
        if assembly.is_absent or assembly.text == "None":
            yield self.finding(
                resource,
                accept if assembly.is_absent else assembly,
                f"the results are lines ({accept.text}) and are put together without line ends",
                "set TransformOutput.AssembleWith to Line",
            )
