"""SMH0850."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._alarms import endpoint_kind
from sagemaker_hosting.rules._grants import INVOKE, endpoints_of
from sagemaker_hosting.rules._permissions import ROLE, allows, texts
from sagemaker_hosting.rules._roles import covers, is_allow, statements_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_ASYNC: Final = "sagemaker:InvokeEndpointAsync"


class SynchronousCaller(Rule):
    """An asynchronous endpoint takes InvokeEndpointAsync only, which is an action of its own."""

    id = "SMH0850"
    title = "caller that an asynchronous endpoint refuses"
    resource_types = (ROLE,)
    facts = ("async-only-async-invocations", "async-iam-actions")
    pages = (263, 265)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-create-endpoint-prerequisites.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each asynchronous endpoint that the role cannot call."""
        if allows(resource, _ASYNC) is not False:
            return
        for statement in statements_of(resource):
            named = [each for each in texts(statement.get("Action")) if each]
            if not is_allow(statement) or not any(covers(each, INVOKE) for each in named):
                continue
            for endpoint in endpoints_of(resource, statement) or ():
                if endpoint_kind(endpoint) == "asynchronous":
                    yield self.finding(
                        resource,
                        "",
                        f"the role may call {INVOKE} on {endpoint.logical_id}, which is "
                        f"asynchronous, and not {_ASYNC}",
                        f"allow {_ASYNC} (endpoint.grant_invoke_async)",
                    )
