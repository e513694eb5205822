"""Prompts that begin alike go to one instance, which has them in its cache."""

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Agents", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "agents")

models = s3.Bucket.from_bucket_name(stack, "Models", "agent-models")

model = hosting.Model(
    stack,
    "Chat",
    image=hosting.ContainerImage.from_ecr(images, tag="3.1.0"),
    data=hosting.ModelData.from_s3(models, "chat/7b/model.tar.gz"),
)
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    model=model,
    instance_type="ml.g6.12xlarge",
    initial_instance_count=4,
    routing=hosting.Routing.prefix_aware(prefix_length=4096, concurrency_threshold=32),
)
app.synth()
