"""The way to the models: an interface VPC endpoint for the SageMaker runtime."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, declared_at
from sagemaker_hosting.cdk.endpoint.realtime_base import BIDIRECTIONAL, INVOKE
from sagemaker_hosting.cdk.private_access.interface import (
    HTTPS,
    SOURCE,
    InterfaceEndpoint,
    Target,
    caller_condition,
    check_targets,
)
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.limits import BIDIRECTIONAL_PORT

_SERVICE: Final = "sagemaker.runtime"


class RuntimeVpcEndpointBase(cdk.Resource):
    """What owned and imported runtime endpoints share. Not to be created directly."""

    _targets: Sequence[Target]
    _bidirectional: bool

    @property
    def vpc_endpoint_id(self) -> str:
        """The id of the VPC endpoint; of an owned one, a token until deployment."""
        raise NotImplementedError

    def grant_invoke(
        self, grantee: iam.IGrantable, *, target: Target | None = None
    ) -> Sequence[iam.Grant]:
        """Let ``grantee`` invoke through this VPC endpoint, and not in any other way.

        The condition is ``aws:SourceVpce``. What else the grantee is granted stays: a condition
        here takes back nothing that ``endpoint.grant_invoke(...)`` gave. A role of another stack
        takes this grant or a place in ``callers``; both would be a circle of stacks.

        Args:
            grantee: Who is to send requests.
            target: One of the targets. Default: all of them.

        Raises:
            InvalidProps: When ``target`` is none of them.
        """
        if target is not None and target not in self._targets:
            raise InvalidProps(
                f"{target.node.path} cannot be reached through this VPC endpoint",
                fix="add it to targets",
                source=SOURCE,
                path=self.node.path,
            )
        conditions = {"StringEquals": {"aws:SourceVpce": self.vpc_endpoint_id}}
        return [
            iam.Grant.add_to_principal(
                grantee=grantee,
                actions=self._actions(each),
                resource_arns=list(each.invoke_arns),
                conditions=conditions,
            )
            for each in (self._targets if target is None else (target,))
        ]

    def _actions(self, target: Target) -> list[str]:
        actions = list(target.invoke_actions)
        if self._bidirectional and set(INVOKE) <= set(actions):
            actions.append(BIDIRECTIONAL)
        return actions


class RuntimeVpcEndpoint(InterfaceEndpoint, RuntimeVpcEndpointBase):
    """An interface VPC endpoint through which models are invoked, and no others than the given.

    Requests stay in the VPC, and in the Availability Zone of the caller. Its policy allows the
    calls that the kind of each target takes, on that target alone. There is one endpoint with
    private DNS for a service in a VPC: put all targets into one.

    The primary resource is an ``AWS::EC2::VPCEndpoint`` with the id ``Resource``.

    Example::

        runtime = hosting.RuntimeVpcEndpoint(self, "Runtime", vpc=vpc, targets=[endpoint])
        runtime.grant_invoke(function)  # through this VPC endpoint only
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        vpc: ec2.IVpc,
        targets: Sequence[Target],
        vpc_subnets: ec2.SubnetSelection | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] | None = None,
        clients: Sequence[ec2.IConnectable | ec2.IPeer] | None = None,
        callers: Sequence[iam.IRole] | None = None,
        private_dns: bool = True,
        fips: bool = False,
        bidirectional_streams: bool = False,
    ) -> None:
        """Declare an interface VPC endpoint for the SageMaker runtime.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            vpc: The VPC of the callers.
            targets: The endpoints and inference components that can be invoked, owned or imported.
                Of an endpoint of inference components pass the components.
            vpc_subnets: Its subnets, one in each Availability Zone; best those of the models.
                Default: the private ones.
            security_groups: Its security groups. Default: a new one.
            clients: Who may connect to port 443: functions, security groups, peers. Default: the
                whole VPC where the security group is a new one, otherwise what the groups say.
            callers: The roles that may use it. Default: every principal of this account.
            private_dns: Whether the public name of the service leads here, so that callers change
                nothing. Default: True; the VPC needs DNS hostnames and DNS support.
            fips: Whether to use the FIPS endpoint, which exists in the Regions of the USA and of
                Canada. Default: False.
            bidirectional_streams: Whether bidirectional streams go through it too: port 8443 beside
                443, and their action on the targets that may take them. Default: False.

        Raises:
            InvalidProps: When there are no targets or no callers, when a target cannot be invoked
                itself, when the range of the VPC is not known and no clients are named, or when a
                rule of the catalogue refuses the properties.

        Source: developer guide pages 580 and 581;
        https://docs.aws.amazon.com/sagemaker/latest/dg/interface-vpc-endpoint.html
        """
        with declared_at(scope, id):
            check_targets(targets, invoked=True)
            super().__init__(scope, id)
            self._targets = tuple(targets)
            self._bidirectional = bidirectional_streams
            condition = caller_condition(scope, callers)
            self._create(
                scope,
                service=_SERVICE,
                fips=fips,
                statements=self._statements(condition),
                vpc=vpc,
                vpc_subnets=vpc_subnets,
                security_groups=security_groups,
                clients=clients,
                private_dns=private_dns,
                ports=(HTTPS, BIDIRECTIONAL_PORT.value) if bidirectional_streams else (HTTPS,),
            )

    def _statements(self, condition: Properties) -> list[Properties]:
        """Return one statement for each set of actions."""
        arns: dict[tuple[str, ...], dict[str, None]] = {}
        for target in self._targets:
            allowed = arns.setdefault(tuple(self._actions(target)), {})
            allowed.update(dict.fromkeys(target.invoke_arns))
        return [
            {
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": list(actions),
                "Resource": list(resources),
                "Condition": condition,
            }
            for actions, resources in arns.items()
        ]

    @classmethod
    def from_vpc_endpoint_id(
        cls,
        scope: Construct,
        id: str,
        vpc_endpoint_id: str,
        *,
        targets: Sequence[Target],
        bidirectional_streams: bool = False,
    ) -> RuntimeVpcEndpointBase:
        """Refer to a runtime endpoint that the app does not own, for grants. Nothing is looked up.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            vpc_endpoint_id: Its id.
            targets: The endpoints and inference components that are invoked through it; its policy
                has to allow that.
            bidirectional_streams: Whether grants include bidirectional streams. Default: False.

        Raises:
            InvalidProps: When there are no targets, when a target cannot be invoked itself, or when
                it is the id of something else.
        """
        with declared_at(scope, id):
            check_targets(targets, invoked=True)
            if is_known(vpc_endpoint_id) and not vpc_endpoint_id.startswith("vpce-"):
                raise InvalidProps(
                    f"{vpc_endpoint_id!r} is not the id of a VPC endpoint",
                    fix="pass 'vpce-...'",
                    source=SOURCE,
                )
        return _ImportedRuntimeVpcEndpoint(
            scope, id, vpc_endpoint_id, tuple(targets), bidirectional_streams
        )


class _ImportedRuntimeVpcEndpoint(RuntimeVpcEndpointBase):
    def __init__(
        self,
        scope: Construct,
        id: str,
        vpc_endpoint_id: str,
        targets: Sequence[Target],
        bidirectional: bool,
    ) -> None:
        super().__init__(scope, id)
        self._id = vpc_endpoint_id
        self._targets = targets
        self._bidirectional = bidirectional

    @property
    def vpc_endpoint_id(self) -> str:
        return self._id
