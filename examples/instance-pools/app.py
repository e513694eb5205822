"""A fleet that takes another instance type where the first one has no capacity."""

import aws_cdk as cdk
from aws_cdk import Duration
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Vision", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "vision")
models = s3.Bucket.from_bucket_name(stack, "Models", "vision-models")
image = hosting.ContainerImage.from_ecr(images, tag="2.2.0")
for_l4, for_a10g = (
    hosting.Model(
        stack,
        build,
        image=image,
        data=hosting.ModelData.from_s3(models, f"detector/{build}/model.tar.gz"),
    )
    for build in ("l4", "a10g")
)
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    variants=[
        hosting.InstanceVariant(
            model=for_l4,
            instance_pools=[
                hosting.InstancePool(instance_type="ml.g6.xlarge", priority=1),
                hosting.InstancePool(instance_type="ml.g5.xlarge", priority=2, model=for_a10g),
            ],
            provision_timeout=Duration.minutes(20),
            initial_instance_count=4,
        )
    ],
)
app.synth()
