"""A serverless endpoint: no instances, nothing to pay while nobody asks."""

import aws_cdk as cdk
from aws_cdk import Size
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Churn", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "churn")
models = s3.Bucket.from_bucket_name(stack, "Models", "churn-models")

caller = iam.Role.from_role_name(stack, "Caller", "web-shop")

endpoint = hosting.ServerlessEndpoint(
    stack,
    "Endpoint",
    image=hosting.ContainerImage.from_ecr(images, tag="1.4.2"),
    data=hosting.ModelData.from_s3(models, "churn/4f1c9a/model.tar.gz"),
    memory_size=Size.gibibytes(3),
    max_concurrency=20,
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
endpoint.grant_invoke(caller)
app.synth()
