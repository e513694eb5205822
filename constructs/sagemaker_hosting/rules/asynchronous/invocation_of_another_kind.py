"""SMH1412."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._alarms import endpoint_kind
from sagemaker_hosting.rules._models import ENDPOINT
from sagemaker_hosting.rules._requests import HOLDERS, requests
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_ACTIONS: Final = ("InvokeEndpoint", "InvokeEndpointAsync")


class InvocationOfAnotherKind(Rule):
    """An asynchronous endpoint takes InvokeEndpointAsync only, and no other endpoint takes it."""

    id = "SMH1412"
    title = "invocation of another kind of endpoint"
    resource_types = HOLDERS
    facts = ("async-only-async-invocations",)
    pages = (263,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each request that the endpoint refuses."""
        for request in requests(resource):
            name = request.parameters.get("EndpointName")
            if request.action not in _ACTIONS or resource.template is None:
                continue
            endpoint = resource.template.named(name, ENDPOINT, "EndpointName")
            kind = endpoint_kind(endpoint) if endpoint is not None else None
            needed = "InvokeEndpointAsync" if kind == "asynchronous" else "InvokeEndpoint"
            if kind is not None and request.action != needed:
                yield self.finding(
                    resource,
                    name,
                    f"{request.action} is sent to {endpoint.logical_id}, which is "
                    f"{'an asynchronous' if kind == 'asynchronous' else 'no asynchronous'} "
                    "endpoint",
                    f"send {needed}",
                )
