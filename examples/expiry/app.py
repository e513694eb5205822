"""An endpoint for a demonstration, which is deleted at six in the evening of a given day."""

from datetime import UTC, datetime

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Churn", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "churn")
models = s3.Bucket.from_bucket_name(stack, "Models", "churn-models")

endpoint = hosting.RealTimeEndpoint(
    stack,
    "Demo",
    image=hosting.ContainerImage.from_ecr(images, tag="1.5.0-rc1"),
    data=hosting.ModelData.from_s3(models, "churn/4f1c9a/model.tar.gz"),
    instance_type="ml.m5.xlarge",
    initial_instance_count=2,
    expiry=hosting.Expiry(at=datetime(2030, 1, 31, 18, tzinfo=UTC)),
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
app.synth()
