"""The network that containers reach the world through: subnets, security groups, permissions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs import Construct, IDependable

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk._surroundings import stack_facts
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.facts.limits import SECURITY_GROUPS, SUBNETS

if TYPE_CHECKING:
    # A tenth of a second to import, and needed by containers in a VPC only.
    from aws_cdk import aws_ec2 as ec2


@dataclass(frozen=True, kw_only=True)
class Network:
    """The network of containers in a VPC.

    Attributes:
        properties: ``VpcConfig`` as CloudFormation writes it.
        connections: The network connections of the containers.
        ready: What has to be there before a container needs the way out.
        statements: What the execution role has to be allowed.
    """

    properties: Properties
    connections: ec2.Connections
    ready: IDependable
    statements: list[Properties]


def network(
    scope: Construct,
    what: str,
    *,
    vpc: ec2.IVpc | None,
    vpc_subnets: ec2.SubnetSelection | None,
    security_groups: Sequence[ec2.ISecurityGroup] | None,
) -> Network | None:
    """Return the network that the arguments of a construct describe; None without a VPC.

    Args:
        scope: The construct; a security group that nobody gave is created below it.
        what: What runs there, for messages and for the description of that group: ``model``.
        vpc: The VPC, if any.
        vpc_subnets: The subnets. None: the private ones.
        security_groups: The security groups. None: a new one with outbound access.

    Raises:
        InvalidProps: When the subnets are public, or there are too many of something.
    """
    if vpc is None:
        return None
    from aws_cdk import aws_ec2 as ec2

    selected = vpc.select_subnets(**subnet_selection(vpc_subnets))
    if selected.has_public:
        raise InvalidProps(
            "the subnets are public; the containers' network interfaces get no public address, "
            "so nothing outside the VPC answers them",
            fix="pass vpc_subnets=ec2.SubnetSelection(subnet_type="
            "ec2.SubnetType.PRIVATE_WITH_EGRESS) or PRIVATE_ISOLATED with VPC endpoints",
            source="https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html",
        )
    purpose = f"Containers of the {what} {scope.node.path}"[:255]
    groups = (
        list(security_groups)
        if security_groups is not None
        else [ec2.SecurityGroup(scope, "SecurityGroup", vpc=vpc, description=purpose)]
    )
    for counted, items, limit in (
        ("subnets", selected.subnet_ids, SUBNETS),
        ("security groups", groups, SECURITY_GROUPS),
    ):
        if not _one_token_list(items) and not limit.value.holds(len(items)):
            raise InvalidProps(
                f"{len(items)} {counted}; a {what} takes {limit.value}",
                fix=f"pass {limit.value} {counted}",
                source=limit.source,
            )
    properties: Properties = {
        "Subnets": selected.subnet_ids,
        "SecurityGroupIds": [group.security_group_id for group in groups],
    }
    return Network(
        properties=properties,
        connections=ec2.Connections(security_groups=groups),
        ready=selected.internet_connectivity_established,
        statements=_statements(scope, properties, vpc.env.account),
    )


def check_network_arguments(
    vpc: ec2.IVpc | None,
    vpc_subnets: ec2.SubnetSelection | None,
    security_groups: Sequence[ec2.ISecurityGroup] | None,
    source: str,
) -> None:
    """Refuse subnets or security groups without the VPC that they are in.

    Raises:
        InvalidProps: When there is no VPC and one of the others is given.
    """
    if vpc is None and (security_groups is not None or vpc_subnets is not None):
        given = "vpc_subnets" if security_groups is None else "security_groups"
        raise InvalidProps(
            f"{given} without a VPC",
            fix=f"pass vpc=..., or leave out {given}",
            source=source,
        )


def _one_token_list(items: Sequence[Any]) -> bool:
    """Return whether ``items`` is a token that stands for a list of unknown length."""
    return len(items) == 1 and isinstance(items[0], str) and items[0].startswith("#{Token[")


def subnet_selection(selection: ec2.SubnetSelection | None) -> dict[str, Any]:
    """Return a selection as keyword arguments of ``vpc.select_subnets``."""
    if selection is None:
        return {}
    return {
        name: value
        for name in (
            "availability_zones",
            "one_per_az",
            "subnet_filters",
            "subnet_group_name",
            "subnets",
            "subnet_type",
        )
        if (value := getattr(selection, name)) is not None
    }


def _statements(scope: Construct, network: Properties, vpc_account: str) -> list[Properties]:
    """Return what a container in a VPC needs: network interfaces in these subnets and groups."""
    place = stack_facts(scope)

    def arn(resource: str, name: str, account: str | None = None) -> str:
        return place.arn("ec2", f"{resource}/{name}", account=account)

    # A list that is one token cannot be taken apart at synthesis.
    subnets = ["*"] if _one_token_list(network["Subnets"]) else network["Subnets"]
    interfaces = arn("network-interface", "*")
    return [
        {
            "Effect": "Allow",
            "Action": [
                "ec2:CreateNetworkInterface",
                "ec2:CreateNetworkInterfacePermission",
                "ec2:DeleteNetworkInterface",
                "ec2:DeleteNetworkInterfacePermission",
            ],
            "Resource": [
                interfaces,
                # Subnets that another account shares are its own.
                *(arn("subnet", subnet, vpc_account) for subnet in subnets),
                *(arn("security-group", group) for group in network["SecurityGroupIds"]),
            ],
        },
        # EC2 defines no resource for these reads.
        {
            "Effect": "Allow",
            "Action": [
                "ec2:DescribeDhcpOptions",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcs",
            ],
            "Resource": "*",
        },
    ]
