"""SMH0975."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._network import RUNTIME, is_closed, service_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RuntimeWithoutIngress(Rule):
    """Clients reach the interface endpoint over HTTPS.

    A security group without an ingress rule for port 443 keeps all of them out.
    """

    id = "SMH0975"
    title = "runtime endpoint that lets nobody in"
    severity = Severity.WARNING
    resource_types = ("AWS::EC2::VPCEndpoint",)
    facts = ("pl-security-groups",)
    pages = (581,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/interface-vpc-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an endpoint that is closed."""
        template = resource.template
        groups = list(resource.all_related("SecurityGroup"))
        if template is None or service_of(resource) != RUNTIME:
            return
        if not groups or len(groups) != resource.get("SecurityGroupIds").length:
            return
        if all(is_closed(group, 443) for group in groups):
            yield self.finding(
                resource,
                "SecurityGroupIds",
                f"the security group {groups[0].logical_id} lets nobody in on port 443",
                "allow ingress on port 443 from the security groups of the clients",
            )
