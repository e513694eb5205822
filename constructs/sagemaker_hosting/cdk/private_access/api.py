"""The way to the SageMaker API: an interface VPC endpoint for those who run endpoints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, declared_at, texts
from sagemaker_hosting.cdk.component.base import ComponentBase
from sagemaker_hosting.cdk.private_access.interface import (
    SOURCE,
    InterfaceEndpoint,
    Target,
    caller_condition,
    check_targets,
)
from sagemaker_hosting.core.errors import InvalidProps

_SERVICE: Final = "sagemaker.api"
_OF_ENDPOINTS: Final = ("sagemaker:DescribeEndpoint",)
_OF_COMPONENTS: Final = ("sagemaker:DescribeInferenceComponent",)


class ApiVpcEndpoint(InterfaceEndpoint):
    """An interface VPC endpoint for the SageMaker API, for the given endpoints alone.

    Without further actions it lets somebody look at them: ``DescribeEndpoint`` and
    ``DescribeInferenceComponent``.

    The primary resource is an ``AWS::EC2::VPCEndpoint`` with the id ``Resource``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        vpc: ec2.IVpc,
        targets: Sequence[Target],
        endpoint_actions: Sequence[str] = _OF_ENDPOINTS,
        component_actions: Sequence[str] = _OF_COMPONENTS,
        statements: Sequence[iam.PolicyStatement] = (),
        vpc_subnets: ec2.SubnetSelection | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] | None = None,
        clients: Sequence[ec2.IConnectable | ec2.IPeer] | None = None,
        callers: Sequence[iam.IRole] | None = None,
        private_dns: bool = True,
        fips: bool = False,
    ) -> None:
        """Declare an interface VPC endpoint for the SageMaker API.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            vpc: The VPC.
            targets: The endpoints and inference components, owned or imported.
            endpoint_actions: What may be done with the endpoints. Default:
                ``sagemaker:DescribeEndpoint``.
            component_actions: What may be done with the inference components. Default:
                ``sagemaker:DescribeInferenceComponent``.
            statements: Further statements of its policy. Default: none.
            vpc_subnets: Its subnets, one in each Availability Zone. Default: the private ones.
            security_groups: Its security groups. Default: a new one.
            clients: Who may connect to port 443: functions, security groups, peers. Default: the
                whole VPC where the security group is a new one, otherwise what the groups say.
            callers: The roles that may use it. Default: every principal of this account.
            private_dns: Whether the public name of the service leads here, so that callers change
                nothing. Default: True; the VPC needs DNS hostnames and DNS support.
            fips: Whether to use the FIPS endpoint, which exists in the Regions of the USA and of
                Canada. Default: False.

        Raises:
            InvalidProps: When there are no targets, no callers or no actions, when the range of
                the VPC is not known and no clients are named, or when a rule of the catalogue
                refuses the properties.

        Source: https://docs.aws.amazon.com/sagemaker/latest/dg/interface-vpc-endpoint.html
        """
        with declared_at(scope, id):
            check_targets(targets, invoked=False)
            endpoint_actions = texts(endpoint_actions, "endpoint_actions")
            component_actions = texts(component_actions, "component_actions")
            super().__init__(scope, id)
            condition = caller_condition(scope, callers)
            components = [each for each in targets if isinstance(each, ComponentBase)]
            others = [each for each in targets if not isinstance(each, ComponentBase)]
            allowed = [
                *_statement(endpoint_actions, [e.literal_arn for e in others], condition),
                *_statement(
                    component_actions,
                    [arn for each in components for arn in each.literal_arns],
                    condition,
                ),
                *(each.to_statement_json() for each in statements),
            ]
            if not allowed:
                raise InvalidProps(
                    "no action of any target is allowed: nothing could be done through it",
                    fix="leave out endpoint_actions and component_actions, or pass statements",
                    source=SOURCE,
                )
            self._create(
                scope,
                service=_SERVICE,
                fips=fips,
                statements=allowed,
                vpc=vpc,
                vpc_subnets=vpc_subnets,
                security_groups=security_groups,
                clients=clients,
                private_dns=private_dns,
            )


def _statement(
    actions: Sequence[str], arns: Sequence[str], condition: Properties
) -> list[Properties]:
    if not actions or not arns:
        return []
    return [
        {
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": list(actions),
            "Resource": list(arns),
            "Condition": condition,
        }
    ]
