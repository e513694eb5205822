"""What a VPC without a way out needs so that models can be hosted in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_s3 as s3
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, create_l1, declared_at
from sagemaker_hosting.cdk._network import subnet_selection
from sagemaker_hosting.cdk._surroundings import bucket_facts, in_stack_of, stack_facts
from sagemaker_hosting.cdk.private_access.interface import HTTPS, admit, security_groups_of
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.rules import enforce

Service = Literal["ecr", "kms", "logs", "monitoring", "secretsmanager", "ssm", "sts"]
"""What containers may have to reach beside S3."""

_TYPE: Final = "AWS::EC2::VPCEndpoint"
_SOURCE: Final = "https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html"
_OF: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "ecr": (("EcrApi", "ECR"), ("EcrDocker", "ECR_DOCKER")),
    "kms": (("Kms", "KMS"),),
    "logs": (("Logs", "CLOUDWATCH_LOGS"),),
    "monitoring": (("Monitoring", "CLOUDWATCH_MONITORING"),),
    "secretsmanager": (("SecretsManager", "SECRETS_MANAGER"),),
    "ssm": (("Ssm", "SSM"), ("SsmMessages", "SSM_MESSAGES")),
    "sts": (("Sts", "STS"),),
}
DEFAULT_SERVICES: Final[tuple[Service, ...]] = ("ecr", "logs")


class HostingVpcEndpoints(cdk.Resource):
    """The VPC endpoints of a VPC that hosts models and has no way out.

    A gateway endpoint for S3, through which models fetch their artifacts, in the routes of the
    given subnets; it costs nothing. And an interface endpoint for each service that containers
    call, with private DNS and one security group; each is paid for by the hour and Availability
    Zone. SageMaker itself pulls images and ships logs: the services are for code in the containers,
    and for whatever else runs in the VPC.

    Callers of models reach them through a `RuntimeVpcEndpoint`.

    Example::

        hosting.HostingVpcEndpoints(self, "Endpoints", vpc=vpc, buckets=[artifacts])
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        vpc: ec2.IVpc,
        vpc_subnets: ec2.SubnetSelection | None = None,
        services: Sequence[Service] = DEFAULT_SERVICES,
        buckets: Sequence[s3.IBucket] | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] | None = None,
        clients: Sequence[ec2.IConnectable | ec2.IPeer] | None = None,
    ) -> None:
        """Declare the VPC endpoints.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            vpc: The VPC.
            vpc_subnets: The subnets of the models. Default: the private ones.
            services: What is called beside S3: ``ecr``, ``kms``, ``logs``, ``monitoring``
                (CloudWatch metrics), ``secretsmanager``, ``ssm`` (shells in containers, with
                ``ssm_access``), ``sts``. Default: ``ecr`` and ``logs``.
            buckets: The only buckets that can be reached, besides those in which ECR keeps layers.
                Default: all, as far as roles allow.
            security_groups: The security groups of the interface endpoints. Default: a new one.
            clients: Who may connect to port 443, such as the models. Default: the whole VPC where
                the security group is a new one, otherwise what the groups say.

        Raises:
            InvalidProps: When a service is none of those, when the subnets have no route tables
                that are known, when the range of the VPC is not known and no clients are named, or
                when a rule of the catalogue refuses the properties.

        Source: https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html
        """
        with declared_at(scope, id):
            listed = [services] if isinstance(services, str) else services
            unknown = [name for name in listed if name not in _OF]
            if isinstance(services, str) or unknown:
                raise InvalidProps(
                    f"services is {services!r}, not a sequence"
                    if isinstance(services, str)
                    else f"services has {unknown[0]!r}, for which nothing is made here",
                    fix=f"pass some of {', '.join(_OF)}; for others use "
                    "vpc.add_interface_endpoint(...)",
                    source=_SOURCE,
                )
            super().__init__(scope, id)
            in_stack_of(self, scope)
            selection = subnet_selection(vpc_subnets)
            self._create_gateway(vpc, selection, buckets)
            self._connections = ec2.Connections(default_port=ec2.Port.tcp(HTTPS))
            names = [each for name in services for each in _OF[name]]
            if names:
                groups = security_groups_of(
                    self, vpc, security_groups, "Callers of AWS services from the VPC"
                )
                for group in groups:
                    self._connections.add_security_group(group)
                admit(self._connections, vpc, clients, own=security_groups is None)
                for child, service in names:
                    ec2.InterfaceVpcEndpoint(
                        self,
                        child,
                        vpc=vpc,
                        service=getattr(ec2.InterfaceVpcEndpointAwsService, service),
                        subnets=ec2.SubnetSelection(**{"one_per_az": True, **selection}),
                        security_groups=groups,
                        open=False,
                    )

    def _create_gateway(
        self,
        vpc: ec2.IVpc,
        selection: Properties,
        buckets: Sequence[s3.IBucket] | None,
    ) -> None:
        place = stack_facts(self)
        tables = [_route_table(each) for each in vpc.select_subnets(**selection).subnets]
        properties: Properties = {
            "VpcId": vpc.vpc_id,
            "VpcEndpointType": "Gateway",
            "ServiceName": f"com.amazonaws.{place.region}.s3",
            "RouteTableIds": list(dict.fromkeys(tables)),
            "PolicyDocument": None if buckets is None else self._s3_policy(buckets),
        }
        enforce(_TYPE, properties)
        self._gateway = create_l1(ec2.CfnVPCEndpoint, self, "S3", properties)

    def _s3_policy(self, buckets: Sequence[s3.IBucket]) -> Properties:
        place = stack_facts(self)
        arns = [bucket_facts(bucket).arn for bucket in buckets]
        layers = f"arn:{place.partition}:s3:::prod-{place.region}-starport-layer-bucket/*"
        anybody = {"AWS": "*"}
        statements: list[Properties] = [
            # Where ECR keeps the layers of images:
            # https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
            {"Effect": "Allow", "Principal": anybody, "Action": "s3:GetObject", "Resource": layers}
        ]
        if arns:
            statements += [
                {
                    "Effect": "Allow",
                    "Principal": anybody,
                    "Action": ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
                    "Resource": [f"{arn}/*" for arn in arns],
                },
                {
                    "Effect": "Allow",
                    "Principal": anybody,
                    "Action": ["s3:GetBucketLocation", "s3:ListBucket"],
                    "Resource": arns,
                },
            ]
        return {"Version": "2012-10-17", "Statement": statements}

    @property
    def s3_endpoint_id(self) -> str:
        """The id of the gateway endpoint for S3, for bucket policies; a token until deployment."""
        return self._gateway.attr_id

    @property
    def connections(self) -> ec2.Connections:
        """Who may call the services: ``endpoints.connections.allow_default_port_from(...)``."""
        return self._connections


def _route_table(subnet: ec2.ISubnet) -> str:
    try:
        return subnet.route_table.route_table_id
    except RuntimeError as error:  # an imported subnet that says nothing of it
        raise InvalidProps(
            f"the route table of {subnet.node.path} is not known: a gateway endpoint is a route",
            fix="import the VPC with isolated_subnet_route_table_ids=[...] or "
            "private_subnet_route_table_ids=[...]",
            source=_SOURCE,
        ) from error
