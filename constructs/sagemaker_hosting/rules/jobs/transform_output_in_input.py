"""SMH1807."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._filters import CREATE_TRANSFORM_JOB
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.documents import spelled
from sagemaker_hosting.template.view import Resource, View


class TransformOutputInInput(RequestRule):
    """The input is every object whose key begins with the prefix.

    Results that are stored below it are read, and transformed, by the next job.
    """

    id = "SMH1807"
    title = "results among the input"
    severity = Severity.WARNING
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-output-naming",)
    pages = (298, 299)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for results that match the input prefix."""
        source = request.part("TransformInput/DataSource/S3DataSource")
        output = request.get("TransformOutput/S3OutputPath")
        read, written = spelled(source.get("S3Uri").raw), spelled(output.raw)
        if source.get("S3DataType").text != "S3Prefix" or read is None or written is None:
            return
        # A key prefix matches in the middle of a name, but a bucket is a whole name.
        prefix = read if "/" in read.removeprefix("s3://") else f"{read}/"
        if f"{written.rstrip('/')}/".startswith(prefix):
            yield self.finding(
                resource,
                output,
                "the results are stored under the prefix of the input, and the next job reads them",
                "store them under a prefix of their own that the input's prefix does not match",
            )
