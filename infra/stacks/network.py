"""The network of the model containers: no way out, and a short way to S3."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.settings.model import Network
from infra.stacks import acknowledge


class NetworkStack(cdk.Stack):
    """A VPC of isolated subnets with an endpoint to S3 and a log of its traffic.

    Nothing else is needed: SageMaker pulls images and writes logs and metrics from its own network,
    and fetches the artifact through the container's. Callers reach the endpoint through the API of
    SageMaker and not through this network.

    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        network: Network,
        retention_days: int,
        encryption_key: kms.IKey | None = None,
        termination_protection: bool = False,
    ) -> None:
        """Declare the network.

        Args:
            scope: The stage.
            id: The id below ``scope``.
            network: Its addresses and Availability Zones.
            retention_days: How long the log of its traffic is kept.
            encryption_key: What encrypts that log. Default: a key of CloudWatch.
            termination_protection: Whether the stack refuses to be deleted. Default: False.
        """
        super().__init__(
            scope,
            id,
            termination_protection=termination_protection,
            description="Network of the model containers",
        )
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            ip_addresses=ec2.IpAddresses.cidr(network.cidr),
            availability_zones=[f"{self.region}{zone}" for zone in network.availability_zones],
            subnet_configuration=[
                ec2.SubnetConfiguration(name="Model", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
            ],
            # It would take a Lambda function with rights on every security group to empty a group
            # that nothing is in.
            restrict_default_security_group=False,
            gateway_endpoints={
                "S3": ec2.GatewayVpcEndpointOptions(service=ec2.GatewayVpcEndpointAwsService.S3)
            },
        )
        acknowledge.default_security_group(self.vpc)
        # Here and not beside the models: SageMaker lets go of its network interfaces some time
        # after an endpoint is deleted, and until then their group cannot be deleted.
        self.security_group = ec2.SecurityGroup(
            self,
            "ModelGroup",
            vpc=self.vpc,
            description="Model containers: HTTPS to the endpoint of S3, nothing in",
            allow_all_outbound=False,
        )
        self.security_group.add_egress_rule(
            ec2.Peer.any_ipv4(), ec2.Port.HTTPS, "S3; the subnets have no other route"
        )
        flow_log = self.vpc.add_flow_log(
            "FlowLog",
            destination=ec2.FlowLogDestination.to_cloud_watch_logs(
                logs.LogGroup(
                    self,
                    "Traffic",
                    encryption_key=encryption_key,
                    retention=_RETENTION[retention_days],
                )
            ),
        )
        acknowledge.inline_policy(flow_log.node.find_child("IAMRole"))


_RETENTION = {
    7: logs.RetentionDays.ONE_WEEK,
    30: logs.RetentionDays.ONE_MONTH,
    90: logs.RetentionDays.THREE_MONTHS,
    180: logs.RetentionDays.SIX_MONTHS,
    365: logs.RetentionDays.ONE_YEAR,
}
