"""SMH0430."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import ENDPOINT
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class EndpointOutlivesStack(Rule):
    """An endpoint costs as long as it exists, and one that is retained exists without a stack."""

    id = "SMH0430"
    title = "endpoint that outlives its stack"
    severity = Severity.WARNING
    resource_types = (ENDPOINT,)
    facts = ("delete-endpoint-scope",)
    pages = (145,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-delete-resources.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each policy that keeps the endpoint."""
        if resource.template is None:
            return
        for name, when in _WHEN.items():
            kept = resource.template.attribute(resource, name).text
            if kept is not None and kept.startswith("Retain"):
                yield self.finding(
                    resource,
                    "",
                    f"{name} is {kept}: the endpoint goes on costing after the stack {when}",
                    f"set {name} to Delete, which is the default",
                )


_WHEN: Final = {"DeletionPolicy": "is deleted", "UpdateReplacePolicy": "has replaced it"}
