"""A model in subnets without any way out, and the ways to its artifact and to the API."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Churn", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "churn")
models = s3.Bucket.from_bucket_name(stack, "Models", "churn-models")
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

hosting.HostingVpcEndpoints(stack, "Ways", vpc=vpc, vpc_subnets=isolated, buckets=[models])
model = hosting.Model(
    stack,
    "Model",
    image=hosting.ContainerImage.from_ecr(images, tag="1.4.2"),
    data=hosting.ModelData.from_s3(models, "churn/4f1c9a/model.tar.gz"),
    vpc=vpc,
    vpc_subnets=isolated,
)
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    model=model,
    instance_type="ml.g5.xlarge",
    initial_instance_count=2,
)
hosting.ApiVpcEndpoint(stack, "Api", vpc=vpc, vpc_subnets=isolated, targets=[endpoint])
app.synth()
