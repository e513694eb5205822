"""What a template says about the network that a model or an interface endpoint stands in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, Value, View, remembered

SUBNET = "AWS::EC2::Subnet"
VPC_ENDPOINT = "AWS::EC2::VPCEndpoint"
_TABLE = "AWS::EC2::RouteTable"
RUNTIME = "sagemaker.runtime"


class Zones(NamedTuple):
    """Availability Zones.

    Attributes:
        source: Where their names come from; names from two sources cannot be compared.
        names: Their names, or their positions in what ``Fn::GetAZs`` gives.
    """

    source: str
    names: frozenset[str]


def is_isolated(subnet: Resource) -> bool:
    """Return whether ``subnet`` certainly has no way out of its VPC.

    Its VPC is made by the template, and so are the route tables of its subnets; none of hers has a
    route of its own.
    """
    template = subnet.template
    if template is None or subnet.related("Vpc") is None:
        return False
    (tables,) = _route_tables(template)
    (routed,) = _tables_with_routes(template)
    if tables is None or routed is None:
        return False
    own = tables.get(subnet.logical_id, set())
    return _UNKNOWN not in own and own.isdisjoint(routed)


# No logical id: stands for what is not known.
_UNKNOWN = "?"


@remembered
def _route_tables(template: Resources) -> Iterator[dict[str, set[str]] | None]:
    """Yield, once, the route tables by subnet; None when an association is of any subnet."""
    found: dict[str, set[str]] = {}
    for association in template.of_type("AWS::EC2::SubnetRouteTableAssociation"):
        subnet = template.named(association.get("SubnetId"), SUBNET, "")
        table = template.named(association.get("RouteTableId"), _TABLE, "")
        if subnet is None:
            yield None
            return
        name = _UNKNOWN if table is None else table.logical_id
        found.setdefault(subnet.logical_id, set()).add(name)
    yield found


@remembered
def _tables_with_routes(template: Resources) -> Iterator[set[str] | None]:
    """Yield, once, the route tables with a route; None when a route is of any table."""
    found: set[str] = set()
    for route in template.of_type("AWS::EC2::Route"):
        table = template.named(route.get("RouteTableId"), _TABLE, "")
        if table is None:
            yield None
            return
        found.add(table.logical_id)
    yield found


def is_closed(group: Resource, port: int) -> bool:
    """Return whether no rule of the template opens ``port`` of a security group, nor may."""
    for listed in group.values("SecurityGroupIngress"):
        if not isinstance(listed.raw, (list, tuple)):
            return False
        if not all(_misses(View(item), port) for item in listed.raw):
            return False
    (rules,) = _ingress_rules(group.template)
    return _UNKNOWN not in rules and all(
        _misses(rule, port) for rule in rules.get(group.logical_id, ())
    )


@remembered
def _ingress_rules(template: Resources) -> Iterator[dict[str, list[Resource]]]:
    """Yield, once, the ingress rules beside the security groups, by group."""
    found: dict[str, list[Resource]] = {}
    for rule in template.of_type("AWS::EC2::SecurityGroupIngress"):
        group = template.named(rule.get("GroupId"), "AWS::EC2::SecurityGroup", "")
        found.setdefault(_UNKNOWN if group is None else group.logical_id, []).append(rule)
    yield found


def service_of(endpoint: Resource) -> str | None:
    """Return the AWS service that a VPC endpoint leads to, ``sagemaker.runtime``."""
    name = outline(endpoint.get("ServiceName").raw) or ""
    prefix, _, rest = name.partition("com.amazonaws.")
    service = rest.partition(".")[2]
    return None if prefix not in ("", "cn.") or not service or "$" in service else service


def services_in(vpc: Resource) -> frozenset[str] | None:
    """Return the services with an endpoint in ``vpc``; None unless all of them are known."""
    (services,) = _services(vpc.template) if vpc.template is not None else ({},)
    found = services.get(vpc.logical_id, frozenset()) | services.get(_UNKNOWN, frozenset())
    return None if None in found else frozenset(each for each in found if each is not None)


@remembered
def _services(template: Resources) -> Iterator[dict[str, frozenset[str | None]]]:
    """Yield, once, the services with an endpoint, by VPC; None among them for an unknown one."""
    found: dict[str, frozenset[str | None]] = {}
    for endpoint in template.of_type(VPC_ENDPOINT):
        vpc = endpoint.related("Vpc")
        name = _UNKNOWN if vpc is None else vpc.logical_id
        found[name] = found.get(name, frozenset()) | {service_of(endpoint)}
    yield found


def zones(resource: Resource, path: str) -> Zones | None:
    """Return the Availability Zones of the subnets at ``path``; None unless they can be compared.

    Zones are literals, or all are picked from the zones of one Region: the first zone of
    ``Fn::GetAZs`` is not known to be another than ``eu-west-1a``.
    """
    subnets = resource.all_related("Subnet")
    if not subnets or len(subnets) != resource.get(path).length:
        return None
    found = [_zone(subnet.get("AvailabilityZone")) for subnet in subnets]
    known = [zone for zone in found if zone is not None]
    comparable = len(known) == len(found) and len({source for source, _ in known}) == 1
    return Zones(known[0][0], frozenset(name for _, name in known)) if comparable else None


def _zone(zone: Value) -> tuple[str, str] | None:
    """Return where the name of a zone comes from, and which of it; None when not known."""
    if zone.text is not None:
        return "literal", zone.text
    picked = zone.raw.get("Fn::Select") if isinstance(zone.raw, dict) else None
    if not isinstance(picked, list) or len(picked) != 2 or not isinstance(picked[1], dict):
        return None
    region = picked[1].get("Fn::GetAZs")
    if region is None or not isinstance(picked[0], (int, str)) or not is_known(picked[0]):
        return None
    # Without a Region, Fn::GetAZs takes that of the stack.
    own = region in ("", {"Ref": "AWS::Region"})
    return "of the stack" if own else repr(region), str(picked[0])


def _misses(rule: View, port: int) -> bool:
    """Return whether an ingress rule certainly leaves ``port`` closed."""
    if not rule.is_known or rule.get("IpProtocol").text not in ("tcp", "udp", "icmp", "6", "17"):
        return False
    first, last = rule.get("FromPort").number, rule.get("ToPort").number
    return first is not None and last is not None and not (first <= port <= last or first == -1)
