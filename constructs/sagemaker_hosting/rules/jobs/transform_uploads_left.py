"""SMH1819."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._filters import CREATE_TRANSFORM_JOB
from sagemaker_hosting.rules._requests import RequestRule, bucket_of
from sagemaker_hosting.template.view import Resource, View


class TransformUploadsLeft(RequestRule):
    """Results are uploaded in parts, and the parts of a failed job stay, invisible and billed.

    A lifecycle rule of the bucket removes them.
    """

    id = "SMH1819"
    title = "unfinished uploads stay"
    severity = Severity.INFO
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-incomplete-multipart",)
    pages = (309, 310)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for results in a bucket that keeps unfinished uploads."""
        output = request.get("TransformOutput/S3OutputPath")
        bucket = bucket_of(resource, output)
        if bucket is None:
            return
        listed = list(bucket.values("LifecycleConfiguration/Rules/*"))
        known = all(View(each.raw).is_known for each in listed)
        if known and not any("AbortIncompleteMultipartUpload" in each.raw for each in listed):
            yield self.finding(
                resource,
                output,
                f"the bucket {bucket.logical_id} keeps the parts of uploads that failed",
                "give the bucket a lifecycle rule with AbortIncompleteMultipartUpload "
                "(abort_incomplete_multipart_upload_after= of s3.LifecycleRule)",
            )
