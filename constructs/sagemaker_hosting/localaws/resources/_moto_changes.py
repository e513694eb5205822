"""Deletions and updates that moto's CloudFormation models lack, through the services' API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sagemaker_hosting.localaws.resources._clients import client
from sagemaker_hosting.localaws.resources.resource_type import Context, Created, Properties

Deletion = Callable[[Any, str, Properties], Any]


def delete(type_name: str, context: Context, current: Created, properties: Properties) -> bool:
    """Delete a resource; return False for a type that moto deletes itself."""
    found = _DELETIONS.get(type_name)
    if found is None:
        return False
    service, deletion = found
    deletion(client(service, context.account, context.region), current.physical_id, properties)
    return True


def retag(context: Context, physical_id: str, properties: Properties) -> None:
    """Give an EC2 resource the tags that it is declared with."""
    client("ec2", context.account, context.region).create_tags(
        Resources=[physical_id], Tags=context.all_tags(properties)
    )


def _delete_route(ec2: Any, _: str, properties: Properties) -> None:
    destination = {
        key: properties[key]
        for key in ("DestinationCidrBlock", "DestinationIpv6CidrBlock")
        if key in properties
    }
    ec2.delete_route(RouteTableId=properties["RouteTableId"], **destination)


def _disassociate(ec2: Any, _: str, properties: Properties) -> None:
    # moto's model takes the route table's id for that of the association.
    tables = ec2.describe_route_tables(RouteTableIds=[properties["RouteTableId"]])["RouteTables"]
    for association in tables[0]["Associations"]:
        if association.get("SubnetId") == properties["SubnetId"]:
            ec2.disassociate_route_table(AssociationId=association["RouteTableAssociationId"])


def _detach(ec2: Any, _: str, properties: Properties) -> None:
    if "InternetGatewayId" in properties:
        ec2.detach_internet_gateway(
            InternetGatewayId=properties["InternetGatewayId"], VpcId=properties["VpcId"]
        )


def _release(ec2: Any, address: str, _: Properties) -> None:
    for found in ec2.describe_addresses(PublicIps=[address])["Addresses"]:
        ec2.release_address(AllocationId=found["AllocationId"])


def _revoke(ec2: Any, _: str, properties: Properties) -> None:
    rule: dict[str, Any] = {
        key: properties[key] for key in ("IpProtocol", "FromPort", "ToPort") if key in properties
    }
    if "CidrIp" in properties:
        rule["IpRanges"] = [{"CidrIp": properties["CidrIp"]}]
    if "SourceSecurityGroupId" in properties:
        rule["UserIdGroupPairs"] = [{"GroupId": properties["SourceSecurityGroupId"]}]
    ec2.revoke_security_group_ingress(GroupId=properties["GroupId"], IpPermissions=[rule])


_DELETIONS: dict[str, tuple[str, Deletion]] = {
    "AWS::EC2::EIP": ("ec2", _release),
    "AWS::EC2::FlowLog": ("ec2", lambda ec2, one, _: ec2.delete_flow_logs(FlowLogIds=[one])),
    "AWS::EC2::InternetGateway": (
        "ec2",
        lambda ec2, one, _: ec2.delete_internet_gateway(InternetGatewayId=one),
    ),
    "AWS::EC2::NatGateway": (
        "ec2",
        lambda ec2, one, _: ec2.delete_nat_gateway(NatGatewayId=one),
    ),
    "AWS::EC2::Route": ("ec2", _delete_route),
    "AWS::EC2::RouteTable": (
        "ec2",
        lambda ec2, one, _: ec2.delete_route_table(RouteTableId=one),
    ),
    "AWS::EC2::SecurityGroupIngress": ("ec2", _revoke),
    "AWS::EC2::SubnetRouteTableAssociation": ("ec2", _disassociate),
    "AWS::EC2::VPCEndpoint": (
        "ec2",
        lambda ec2, one, _: ec2.delete_vpc_endpoints(VpcEndpointIds=[one]),
    ),
    "AWS::EC2::VPCGatewayAttachment": ("ec2", _detach),
}
