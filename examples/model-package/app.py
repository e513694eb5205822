"""The version of a model that was approved in the registry."""

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Churn", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

package = "arn:aws:sagemaker:eu-west-1:111111111111:model-package/churn/7"
model = hosting.Model(stack, "Model", package_arn=package, inference_specification_name="cpu")
# What the package names is known to the registry alone.
s3.Bucket.from_bucket_name(stack, "Models", "churn-models").grant_read(model, "churn/*")
ecr.Repository.from_repository_name(stack, "Images", "churn").grant_pull(model)

endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    model=model,
    instance_type="ml.c7i.large",
    initial_instance_count=3,
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
app.synth()
