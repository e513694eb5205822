"""A stack for an experiment, which deletes itself with everything in it."""

from datetime import UTC, datetime

import aws_cdk as cdk
from aws_cdk import Size
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Trial", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "agents")
models = s3.Bucket.from_bucket_name(stack, "Models", "agent-models")

shared = hosting.InferenceComponentEndpoint(
    stack, "Shared", instance_type="ml.g5.12xlarge", initial_instance_count=2
)
hosting.InferenceComponent(
    stack,
    "Chat",
    endpoint=shared,
    image=hosting.ContainerImage.from_ecr(images, tag="3.2.0-rc1"),
    data=hosting.ModelData.from_s3(models, "chat/7b/model.tar.gz"),
    requirements=hosting.ComputeRequirements(min_memory=Size.gibibytes(32), accelerators=1),
    copies=2,
)
hosting.StackExpiry(stack, "Expiry", at=datetime(2030, 1, 31, 18, tzinfo=UTC))
app.synth()
