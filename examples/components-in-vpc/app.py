"""Inference components in your subnets, on instances without any way out."""

import aws_cdk as cdk
from aws_cdk import Size
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Agents", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

models = s3.Bucket.from_bucket_name(stack, "Models", "agent-models")

vpc = ec2.Vpc.from_vpc_attributes(
    stack,
    "Vpc",
    vpc_id="vpc-0123456789abcdef0",
    availability_zones=["eu-west-1a", "eu-west-1b"],
    private_subnet_ids=["subnet-0000000000000000a", "subnet-0000000000000000b"],
    private_subnet_route_table_ids=["rtb-0000000000000000a", "rtb-0000000000000000b"],
)

shared = hosting.InferenceComponentEndpoint(
    stack,
    "Shared",
    instance_type="ml.g5.12xlarge",
    initial_instance_count=2,
    vpc=vpc,
    network_isolation=True,
    tags={"data": "personal"},
)
hosting.InferenceComponent(
    stack,
    "Chat",
    endpoint=shared,
    image=hosting.ContainerImage.from_uri(
        "111111111111.dkr.ecr.eu-west-1.amazonaws.com/agents:3.1.0"
    ),
    data=hosting.ModelData.from_s3(models, "chat/7b/model.tar.gz"),
    requirements=hosting.ComputeRequirements(min_memory=Size.gibibytes(32), accelerators=1),
    copies=2,
    tags={"data": "personal"},
)
app.synth()
