"""SMH1416."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._permissions import ROLE, allows
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class OutputPolledBlindly(Rule):
    """Until a response is there S3 says NoSuchKey to whoever may list the bucket.

    To anybody else it says AccessDenied, as it does when the response is there and forbidden.
    """

    id = "SMH1416"
    title = "caller that cannot tell a missing response from a forbidden one"
    severity = Severity.INFO
    resource_types = (ROLE,)
    facts = ("async-poll-output",)
    pages = (284,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-invoke-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a role that calls, reads and may not list."""
        if (
            allows(resource, "sagemaker:InvokeEndpointAsync")
            and allows(resource, "s3:GetObject")
            and allows(resource, "s3:ListBucket") is False
        ):
            yield self.finding(
                resource,
                "",
                "the role calls an asynchronous endpoint and reads from S3 without s3:ListBucket",
                "allow s3:ListBucket on the bucket of the responses (endpoint.grant_read_output)",
            )
