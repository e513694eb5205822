"""SMH1171."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._events import DEPLOYMENT_EVENT
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_CAMEL: Final = re.compile(r"(?:[A-Z][a-z]+)+")


class EndpointStatusInEvents(Rule):
    """Events of endpoint deployments carry the status in upper snake case: IN_SERVICE, UPDATING.

    A pattern with the spelling of the API, InService, never matches.
    """

    id = "SMH1171"
    title = "endpoint status that no event carries"
    severity = Severity.WARNING
    resource_types = ("AWS::Events::Rule",)
    facts = ("guardrails-eventbridge-shape",)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a pattern that never matches."""
        if DEPLOYMENT_EVENT not in _known(resource, "EventPattern/detail-type"):
            return
        status = resource.get("EventPattern/detail/EndpointStatus")
        wanted = _known(resource, "EventPattern/detail/EndpointStatus")
        only = status.is_known and status.length == len(wanted) > 0
        if only and all(_CAMEL.fullmatch(each) for each in wanted):
            yield self.finding(
                resource,
                status,
                f"the pattern waits for {', '.join(wanted)}; the events say "
                f"{', '.join(_snake(each) for each in wanted)}",
                "list both spellings",
            )


def _known(resource: Resource, path: str) -> list[str]:
    """Return the known strings of the list at ``path``; a filter among them is not one."""
    return [value.text for value in resource.values(f"{path}/*") if value.text is not None]


def _snake(status: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", status).upper()
