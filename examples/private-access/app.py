"""An endpoint that one role may call, from one VPC, by a way that leads nowhere else."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Shop", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

vpc = ec2.Vpc.from_vpc_attributes(
    stack,
    "Vpc",
    vpc_id="vpc-0123456789abcdef0",
    vpc_cidr_block="10.20.0.0/16",
    availability_zones=["eu-west-1a", "eu-west-1b"],
    isolated_subnet_ids=["subnet-0000000000000000a", "subnet-0000000000000000b"],
    isolated_subnet_route_table_ids=["rtb-0000000000000000a", "rtb-0000000000000000b"],
)
isolated = ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)

churn = hosting.RealTimeEndpoint.from_endpoint_name(
    stack, "Churn", "churn", variant_names=["AllTraffic"]
)
web_shop = iam.Role(stack, "WebShop", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
functions = ec2.SecurityGroup.from_security_group_id(stack, "Functions", "sg-0123456789abcdef0")

runtime = hosting.RuntimeVpcEndpoint(
    stack,
    "Runtime",
    vpc=vpc,
    vpc_subnets=isolated,
    targets=[churn],
    clients=[functions],
    callers=[web_shop],
)
runtime.grant_invoke(web_shop)
app.synth()
