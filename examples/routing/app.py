"""Requests that go to the instance with the most room, because answers differ in length."""

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Summaries", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "summaries")
models = s3.Bucket.from_bucket_name(stack, "Models", "summary-models")

endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    image=hosting.ContainerImage.from_ecr(images, tag="1.0.3"),
    data=hosting.ModelData.from_s3(models, "summaries/4f1c9a/model.tar.gz"),
    instance_type="ml.c6i.4xlarge",
    initial_instance_count=4,
    routing=hosting.Routing.least_outstanding_requests(),
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
app.synth()
