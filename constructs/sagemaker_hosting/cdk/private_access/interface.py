"""What interface VPC endpoints for SageMaker share: place, name, policy, security groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, create_l1
from sagemaker_hosting.cdk._network import subnet_selection
from sagemaker_hosting.cdk._surroundings import in_stack_of, stack_facts
from sagemaker_hosting.cdk.component.base import ComponentBase
from sagemaker_hosting.cdk.endpoint.base import EndpointBase
from sagemaker_hosting.cdk.endpoint.component_base import InferenceComponentEndpointBase
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.rules import enforce

_TYPE: Final = "AWS::EC2::VPCEndpoint"
SOURCE: Final = (
    "developer guide pages 580 and 581; "
    "https://docs.aws.amazon.com/sagemaker/latest/dg/interface-vpc-endpoint.html"
)
HTTPS: Final = 443

Target = EndpointBase | ComponentBase
"""What can be reached through an interface VPC endpoint."""


class InterfaceEndpoint(cdk.Resource):
    """An interface VPC endpoint for a part of SageMaker. Not to be created directly.

    The primary resource is an ``AWS::EC2::VPCEndpoint`` with the id ``Resource``.
    """

    def _create(
        self,
        scope: Construct,
        *,
        service: str,
        fips: bool,
        statements: Sequence[Properties],
        vpc: ec2.IVpc,
        vpc_subnets: ec2.SubnetSelection | None,
        security_groups: Sequence[ec2.ISecurityGroup] | None,
        clients: Sequence[ec2.IConnectable | ec2.IPeer] | None,
        private_dns: bool,
        ports: Sequence[int] = (HTTPS,),
    ) -> None:
        """Create the resource, and its security group where none is given.

        Args:
            scope: The parent construct.
            service: The end of the service's name: ``sagemaker.runtime``.
            fips: Whether it is the FIPS one.
            statements: What may be done through it.
            vpc: The VPC.
            vpc_subnets: The subnets.
            security_groups: The security groups.
            clients: Who may connect.
            private_dns: Whether the public name leads to it.
            ports: Where clients connect.
        """
        in_stack_of(self, scope)
        selected = vpc.select_subnets(**{"one_per_az": True, **subnet_selection(vpc_subnets)})
        groups = security_groups_of(self, vpc, security_groups, f"Callers of {service}")
        self._connections = ec2.Connections(
            security_groups=groups, default_port=ec2.Port.tcp(HTTPS)
        )
        admit(self._connections, vpc, clients, own=security_groups is None, ports=ports)
        properties: Properties = {
            "VpcId": vpc.vpc_id,
            "VpcEndpointType": "Interface",
            "ServiceName": _service_name(stack_facts(self).region, service, fips),
            "SubnetIds": selected.subnet_ids,
            "SecurityGroupIds": [group.security_group_id for group in groups],
            "PrivateDnsEnabled": private_dns,
            "PolicyDocument": {"Version": "2012-10-17", "Statement": list(statements)},
        }
        enforce(_TYPE, properties)
        self._resource = create_l1(ec2.CfnVPCEndpoint, self, "Resource", properties)

    @property
    def vpc_endpoint_id(self) -> str:
        """The id of the VPC endpoint; a token until deployment."""
        return self._resource.attr_id

    @property
    def connections(self) -> ec2.Connections:
        """Who may connect: ``runtime.connections.allow_default_port_from(function)``."""
        return self._connections


def security_groups_of(
    scope: Construct,
    vpc: ec2.IVpc,
    given: Sequence[ec2.ISecurityGroup] | None,
    description: str,
) -> list[ec2.ISecurityGroup]:
    """Return the security groups that are given, or a new one without a way out."""
    if given is not None:
        return list(given)
    group = ec2.SecurityGroup(
        scope, "SecurityGroup", vpc=vpc, description=description, allow_all_outbound=False
    )
    return [group]


def admit(
    connections: ec2.Connections,
    vpc: ec2.IVpc,
    clients: Sequence[ec2.IConnectable | ec2.IPeer] | None,
    *,
    own: bool,
    ports: Sequence[int] = (HTTPS,),
) -> None:
    """Let ``clients`` connect; where nobody is named, the VPC into a group of our own."""
    described = "HTTPS"
    if clients is None:
        described = "HTTPS from the VPC"
        clients = [ec2.Peer.ipv4(_range(vpc))] if own else []
    for client in clients:
        for port in ports:
            connections.allow_from(client, ec2.Port.tcp(port), described)


def _range(vpc: ec2.IVpc) -> str:
    try:
        return vpc.vpc_cidr_block
    except RuntimeError as error:  # an imported VPC that says nothing of it
        raise InvalidProps(
            f"the addresses of {vpc.node.path} are not known, and the whole VPC is to connect",
            fix="import the VPC with vpc_cidr_block='...', or pass clients=[...]",
            source=SOURCE,
        ) from error


def check_targets(targets: Sequence[Target], *, invoked: bool) -> None:
    """Refuse a VPC endpoint that leads nowhere.

    Args:
        targets: The endpoints and components.
        invoked: Whether requests to models are what it is for.

    Raises:
        InvalidProps: When there are none, or some cannot be invoked themselves.
    """
    if isinstance(targets, EndpointBase | ComponentBase) or not targets:
        raise InvalidProps(
            f"targets is {'empty' if not targets else 'not a sequence'}: nothing could be reached",
            fix="pass targets=[endpoint, ...]",
            source=SOURCE,
        )
    for target in targets:
        if not isinstance(target, EndpointBase | ComponentBase):
            raise InvalidProps(
                f"{target!r} is neither an endpoint nor an inference component",
                fix="pass targets=[endpoint, ...]",
                source=SOURCE,
            )
        if invoked and isinstance(target, InferenceComponentEndpointBase):
            raise InvalidProps(
                f"{target.node.path} hosts inference components, and it is those that are invoked",
                fix="pass its components",
                source=SOURCE,
            )


def caller_condition(scope: Construct, callers: Sequence[iam.IRole] | None) -> Properties:
    """Return the condition that lets in ``callers``, or this account where nobody is named."""
    if callers is None:
        return {"StringEquals": {"aws:PrincipalAccount": stack_facts(scope).account}}
    if not callers:
        raise InvalidProps(
            "callers is empty: nobody could use the VPC endpoint",
            fix="pass callers=[role, ...], or leave it out for every caller of the account",
            source=SOURCE,
        )
    return {"ArnEquals": {"aws:PrincipalArn": [caller.role_arn for caller in callers]}}


def _service_name(region: str, service: str, fips: bool) -> str:
    china = is_known(region) and region.startswith("cn-")
    prefix = "cn.com.amazonaws" if china else "com.amazonaws"
    return f"{prefix}.{region}.{service}{'-fips' if fips else ''}"
