"""A shadow that takes the instances it can get, with a build of the model for each kind."""

import aws_cdk as cdk
from aws_cdk import Duration
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Churn", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "churn")
models = s3.Bucket.from_bucket_name(stack, "Models", "churn-models")

image = hosting.ContainerImage.from_ecr(images, tag="1.4.2")
current, for_c6i, for_m5 = (
    hosting.Model(
        stack, name, image=image, data=hosting.ModelData.from_s3(models, f"churn/{name}.tar.gz")
    )
    for name in ("Current", "CandidateC6i", "CandidateM5")
)
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    model=current,
    instance_type="ml.c6i.xlarge",
    initial_instance_count=2,
    shadow_variant=hosting.ShadowVariant(
        model=for_c6i,
        instance_pools=[
            hosting.InstancePool(instance_type="ml.c6i.xlarge", priority=1),
            hosting.InstancePool(instance_type="ml.m5.xlarge", priority=2, model=for_m5),
        ],
        provision_timeout=Duration.minutes(20),
    ),
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
app.synth()
