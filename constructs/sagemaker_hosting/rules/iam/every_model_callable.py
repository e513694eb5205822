"""SMH0810."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._grants import (
    INVOKE,
    actions,
    calls_containers,
    endpoints_of,
    hosts_many_models,
)
from sagemaker_hosting.rules._roles import POLICY_HOLDERS, covers, is_allow, own_statements
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class EveryModelCallable(Rule):
    """Whoever may call a multi-model endpoint may call every model under its prefix.

    The same holds for the containers of an endpoint that is called by container. Fine for one team;
    tenants are told apart by a condition.
    """

    id = "SMH0810"
    title = "permission to call every model of an endpoint"
    severity = Severity.INFO
    resource_types = tuple(POLICY_HOLDERS)
    facts = ("mme-invoke-default-access", "mce-invoke-default-access")
    pages = (98, 114)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoint-security.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each statement without a condition."""
        for statement in own_statements(resource):
            if not is_allow(statement) or not statement.get("Condition").is_absent:
                continue
            if not any(covers(each, INVOKE) for each in actions(statement) or ()):
                continue
            for endpoint in endpoints_of(resource, statement) or ():
                for holds, what, key in _KINDS:
                    if holds(endpoint):
                        yield self.finding(
                            resource,
                            statement.get("Resource"),
                            f"the statement lets its principal call every {what} of "
                            f"{endpoint.logical_id}",
                            f"if tenants share the endpoint, add a condition on {key}",
                        )


_KINDS: Final = (
    (hosts_many_models, "model", "sagemaker:TargetModel"),
    (calls_containers, "container", "sagemaker:TargetContainerHostname"),
)
