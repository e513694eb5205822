"""An image of a registry in your own network, which asks for credentials."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Churn", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

models = s3.Bucket.from_bucket_name(stack, "Models", "churn-models")

vpc = ec2.Vpc.from_vpc_attributes(
    stack,
    "Vpc",
    vpc_id="vpc-0123456789abcdef0",
    availability_zones=["eu-west-1a", "eu-west-1b"],
    private_subnet_ids=["subnet-0000000000000000a", "subnet-0000000000000000b"],
    private_subnet_route_table_ids=["rtb-0000000000000000a", "rtb-0000000000000000b"],
)

credentials = lambda_.Function.from_function_name(stack, "Credentials", "registry-credentials")

endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    model=hosting.Model(
        stack,
        "Model",
        image=hosting.ContainerImage.from_private_registry(
            "registry.example.com/churn:1.4.2", credentials_provider=credentials
        ),
        data=hosting.ModelData.from_s3(models, "churn/4f1c9a/model.tar.gz"),
        vpc=vpc,
    ),
    instance_type="ml.m5.xlarge",
    initial_instance_count=2,
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
app.synth()
