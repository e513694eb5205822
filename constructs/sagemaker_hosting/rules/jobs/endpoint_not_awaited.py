"""SMH1891."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._requests import STATE_MACHINES, requests, states
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, View


class EndpointNotAwaited(Rule):
    """An endpoint takes minutes, and the state that asks for it is done at once."""

    id = "SMH1891"
    title = "endpoint that nobody waits for"
    severity = Severity.INFO
    resource_types = (*STATE_MACHINES,)
    facts = ("pl-sfn-endpoint-no-sync",)
    pages = ()
    url = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each endpoint whose state machine never asks for its status."""
        sent = list(requests(resource))
        if any(map(_may_ask, states(resource))):
            return
        for request in sent:
            if request.action in ("CreateEndpoint", "UpdateEndpoint"):
                yield self.finding(
                    resource,
                    request.parameters,
                    f"nothing in the state machine waits for {request.action}",
                    "ask DescribeEndpoint in a loop until EndpointStatus is InService or Failed",
                )


def _may_ask(named: tuple[str, View]) -> bool:
    """Return whether a state asks for the status of an endpoint, or does what is not known."""
    _, state = named
    kind, task = state.get("Type").text, outline(state.get("Resource").raw)
    if kind is None:
        return True
    return kind == "Task" and not re.search(r":sagemaker:(?!describeEndpoint$)\w", task or "")
