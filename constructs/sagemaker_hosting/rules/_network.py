"""What a template says about the network that a model or an interface endpoint stands in."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.template.view import Resource, View

SUBNET = "AWS::EC2::Subnet"
VPC_ENDPOINT = "AWS::EC2::VPCEndpoint"
RUNTIME = "sagemaker.runtime"


def is_isolated(subnet: Resource) -> bool:
    """Return whether ``subnet`` certainly has no way out of its VPC.

    Its VPC is made by the template, and so are the route tables of its subnets; none of hers has a
    route of its own.
    """
    template = subnet.template
    if template is None or subnet.related("Vpc") is None:
        return False
    tables = set()
    for association in template.of_type("AWS::EC2::SubnetRouteTableAssociation"):
        associated = template.named(association.get("SubnetId"), SUBNET, "")
        table = template.named(association.get("RouteTableId"), "AWS::EC2::RouteTable", "")
        if associated is None or (associated.logical_id == subnet.logical_id and table is None):
            return False
        if table is not None and associated.logical_id == subnet.logical_id:
            tables.add(table.logical_id)
    for route in template.of_type("AWS::EC2::Route"):
        table = template.named(route.get("RouteTableId"), "AWS::EC2::RouteTable", "")
        if table is None or table.logical_id in tables:
            return False
    return True


def is_closed(group: Resource, port: int) -> bool:
    """Return whether no rule of the template opens ``port`` of a security group, nor may."""
    for listed in group.values("SecurityGroupIngress"):
        if not isinstance(listed.raw, (list, tuple)):
            return False
        if not all(_misses(View(item), port) for item in listed.raw):
            return False
    for rule in group.template.of_type("AWS::EC2::SecurityGroupIngress"):
        named = group.template.named(rule.get("GroupId"), group.type, "")
        if named is None or (named.logical_id == group.logical_id and not _misses(rule, port)):
            return False
    return True


def service_of(endpoint: Resource) -> str | None:
    """Return the AWS service that a VPC endpoint leads to, ``sagemaker.runtime``."""
    name = outline(endpoint.get("ServiceName").raw) or ""
    prefix, _, rest = name.partition("com.amazonaws.")
    service = rest.partition(".")[2]
    return None if prefix not in ("", "cn.") or not service or "$" in service else service


def services_in(vpc: Resource) -> frozenset[str] | None:
    """Return the services with an endpoint in ``vpc``; None unless all of them are known."""
    found = set()
    for endpoint in vpc.template.of_type(VPC_ENDPOINT) if vpc.template is not None else ():
        other = endpoint.related("Vpc")
        if other is not None and other.logical_id != vpc.logical_id:
            continue
        service = service_of(endpoint)
        if service is None:
            return None
        found.add(service)
    return frozenset(found)


def zones(subnets: Iterator[Resource]) -> list[object] | None:
    """Return how the zone of each subnet is written; None where one is not comparable.

    A literal, and a pick from ``Fn::GetAZs``, mean the same zone where they read the same.
    """
    found: list[object] = []
    for subnet in subnets:
        zone = subnet.get("AvailabilityZone")
        picked = zone.raw.get("Fn::Select") if isinstance(zone.raw, dict) else None
        from_list = (
            isinstance(picked, list) and isinstance(picked[-1], dict) and "Fn::GetAZs" in picked[-1]
        )
        if zone.text is None and not from_list:
            return None
        found.append(zone.raw)
    return found


def _misses(rule: View, port: int) -> bool:
    """Return whether an ingress rule certainly leaves ``port`` closed."""
    if not rule.is_known or rule.get("IpProtocol").text not in ("tcp", "udp", "icmp", "6", "17"):
        return False
    first, last = rule.get("FromPort").number, rule.get("ToPort").number
    return first is not None and last is not None and not (first <= port <= last or first == -1)
