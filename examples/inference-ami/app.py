"""A machine image that stays what it is, with the driver that the container was built for."""

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Vision", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "vision")
models = s3.Bucket.from_bucket_name(stack, "Models", "vision-models")

variant = hosting.InstanceVariant(
    model=hosting.Model(
        stack,
        "Detector",
        image=hosting.ContainerImage.from_ecr(images, tag="2.2.0-cuda12.4"),
        data=hosting.ModelData.from_s3(models, "detector/4f1c9a/model.tar.gz"),
    ),
    instance_type="ml.g5.2xlarge",
    initial_instance_count=2,
    inference_ami_version="al2-ami-sagemaker-inference-gpu-3-1",
)
endpoint = hosting.RealTimeEndpoint(stack, "Endpoint", variants=[variant])
app.synth()
