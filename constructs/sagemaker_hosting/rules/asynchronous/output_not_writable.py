"""SMH1409."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._async import buckets_decide, output_of
from sagemaker_hosting.rules._permissions import allows, roles_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_NEEDED: Final = ("s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListBucket")


class OutputNotWritable(Rule):
    """SageMaker fetches requests and writes responses as the execution role.

    The policies of the role are all in the template, and they do not allow what that takes.
    """

    id = "SMH1409"
    title = "role that cannot serve asynchronous requests"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("async-iam-s3",)
    pages = (266,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-create-endpoint-prerequisites.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each role that lacks an action."""
        output = output_of(resource)
        if not output.is_known or buckets_decide(resource):
            return
        for role in roles_of(resource):
            missing = [action for action in _NEEDED if allows(role, action) is False]
            if missing:
                yield self.finding(
                    resource,
                    output,
                    f"no policy of the role {role.logical_id} allows {', '.join(missing)}",
                    f"allow {', '.join(missing)} on the buckets of requests and responses",
                )
