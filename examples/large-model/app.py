"""A model of 120 GiB, whose time-outs follow from its size."""

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

endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    image=hosting.ContainerImage.from_ecr(images, tag="3.1.0"),
    data=hosting.ModelData.from_s3(
        models, "chat/70b/model.tar.gz", unpacked_size=Size.gibibytes(120)
    ),
    instance_type="ml.p4d.24xlarge",
    initial_instance_count=2,
)
app.synth()
