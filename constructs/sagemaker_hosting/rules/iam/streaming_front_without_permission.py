"""SMH0854."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._grants import INVOKE, INVOKE_STREAM
from sagemaker_hosting.rules._permissions import ROLE, allows
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, Value

_ROLE_ARN: Final = re.compile(r"arn:[^:]+:iam::[^:]*:role/(?:.*/)?([^/]+)")
_STREAM: Final = "/invocations-response-stream"


class StreamingFrontWithoutPermission(Rule):
    """A response is streamed by InvokeEndpointWithResponseStream, an action of its own.

    A front that streams to its callers, and may only call InvokeEndpoint, has the response in one
    piece.
    """

    id = "SMH0854"
    title = "streaming front that may not stream from the endpoint"
    severity = Severity.WARNING
    resource_types = ("AWS::Lambda::Url", "AWS::ApiGateway::Method")
    facts = (
        "ts-streaming-parts",
        "invoke-operations",
    )
    pages = (
        50,
        51,
        52,
        321,
        322,
        323,
    )
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointWithResponseStream.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a front whose role lacks the action."""
        found = _front(resource)
        if found is None or not found[1].is_given:
            return
        at, value = found
        role = resource.template.named(value, ROLE, "RoleName", _ROLE_ARN)
        if role is None or allows(role, INVOKE_STREAM) is not False:
            return
        if resource.type == "AWS::ApiGateway::Method" or allows(role, INVOKE):
            yield self.finding(
                resource,
                at,
                f"the responses are streamed, and the role {role.logical_id} may not call "
                f"{INVOKE_STREAM}",
                f"allow {INVOKE_STREAM} on the endpoint",
            )


def _front(resource: Resource) -> tuple[str, Value] | None:
    """Return where a front says that it streams, and whose role it has; None for others."""
    if resource.template is None:
        return None
    if resource.type == "AWS::ApiGateway::Method":
        address = outline(resource.get("Integration/Uri").raw) or ""
        streams = ":runtime.sagemaker:path/" in address and address.endswith(_STREAM)
        return ("Integration/Uri", resource.get("Integration/Credentials")) if streams else None
    function = resource.template.named(
        resource.get("TargetFunctionArn"), "AWS::Lambda::Function", "FunctionName"
    )
    streams = resource.get("InvokeMode").text == "RESPONSE_STREAM"
    return ("InvokeMode", function.get("Role")) if streams and function is not None else None
