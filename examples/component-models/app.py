"""Components that name models instead of images and artifacts."""

import aws_cdk as cdk
from aws_cdk import Size
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Agents", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "agents")
models = s3.Bucket.from_bucket_name(stack, "Models", "agent-models")

pools = [
    hosting.InstancePool(instance_type=instance_type, priority=priority)
    for priority, instance_type in enumerate(["ml.g6.12xlarge", "ml.g5.12xlarge"], start=1)
]
shared = hosting.InferenceComponentEndpoint(stack, "Shared", instance_pools=pools)
chat, for_l4, for_a10g = (
    hosting.Model(
        stack,
        f"Model-{build}",
        image=hosting.ContainerImage.from_ecr(images, tag="3.1.0"),
        data=hosting.ModelData.from_s3(models, f"chat/{build}/model.tar.gz"),
        role=shared.role,
    )
    for build in ("small", "l4", "a10g")
)
needs = hosting.ComputeRequirements(min_memory=Size.gibibytes(32), accelerators=1)
hosting.InferenceComponent(stack, "Chat", endpoint=shared, model=chat, requirements=needs)
hosting.InferenceComponent(
    stack,
    "Large",
    endpoint=shared,
    specifications=[
        hosting.ComponentSpecification(instance_type=instance_type, model=model, requirements=needs)
        for instance_type, model in {"ml.g6.12xlarge": for_l4, "ml.g5.12xlarge": for_a10g}.items()
    ],
)
app.synth()
