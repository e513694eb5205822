"""SMH0814."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._grants import actions, endpoints_of
from sagemaker_hosting.rules._permissions import ROLE, allows
from sagemaker_hosting.rules._roles import covers, statements_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class DeletesScaledEndpoints(Rule):
    """Deleting an endpoint deregisters its scaled variants in the name of the caller.

    Without application-autoscaling:DeregisterScalableTarget the deletion is refused.
    """

    id = "SMH0814"
    title = "role that cannot delete an autoscaled endpoint"
    severity = Severity.WARNING
    resource_types = (ROLE,)
    facts = ("delete-autoscaled-listed", "as-delete-endpoint-needs-deregister-permission")
    pages = (151, 179)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-delete.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a role that may delete and not deregister."""
        if not allows(resource, "sagemaker:DeleteEndpoint"):
            return
        if allows(resource, "application-autoscaling:DeregisterScalableTarget") is not False:
            return
        if allows(resource, "application-autoscaling:RegisterScalableTarget") or _scaled(resource):
            yield self.finding(
                resource,
                "",
                "the role may delete endpoints that are autoscaled and may not deregister their "
                "variants",
                "allow application-autoscaling:DeregisterScalableTarget",
            )


def _scaled(role: Resource) -> bool:
    """Return whether the role may delete an endpoint of the template that certainly is scaled."""
    return any(
        endpoint.all_related("ScalableTarget")
        for statement in statements_of(role)
        if any(covers(action, "sagemaker:DeleteEndpoint") for action in actions(statement) or ())
        for endpoint in endpoints_of(role, statement) or ()
    )
