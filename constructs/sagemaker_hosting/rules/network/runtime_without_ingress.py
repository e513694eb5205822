"""SMH0975."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._network import RUNTIME, service_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, View


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
        if all(_is_closed(group) for group in groups):
            yield self.finding(
                resource,
                "SecurityGroupIds",
                f"the security group {groups[0].logical_id} lets nobody in on port 443",
                "allow ingress on port 443 from the security groups of the clients",
            )


def _is_closed(group: Resource) -> bool:
    """Return whether no rule of the template certainly or possibly opens port 443 of ``group``."""
    for listed in group.values("SecurityGroupIngress"):
        if not isinstance(listed.raw, (list, tuple)):
            return False
        if not all(_misses(View(item)) for item in listed.raw):
            return False
    for rule in group.template.of_type("AWS::EC2::SecurityGroupIngress"):
        named = group.template.named(rule.get("GroupId"), group.type, "")
        if named is None or (named.logical_id == group.logical_id and not _misses(rule)):
            return False
    return True


def _misses(rule: View) -> bool:
    """Return whether an ingress rule certainly leaves port 443 closed."""
    if not rule.is_known or rule.get("IpProtocol").text not in ("tcp", "udp", "icmp", "6", "17"):
        return False
    first, last = rule.get("FromPort").number, rule.get("ToPort").number
    return first is not None and last is not None and not (first <= 443 <= last or first == -1)
