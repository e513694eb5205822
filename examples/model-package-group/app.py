"""A group of the model registry that two other accounts may read."""

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Registry", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

group = hosting.ModelPackageGroup(
    stack,
    "Churn",
    model_package_group_name="churn",
    description="who leaves within the next three months",
    reading_accounts=["222222222222", "333333333333"],
    registering_accounts=["444444444444"],
)
model = hosting.Model(stack, "Model", package_arn=group.version_arn(7))
s3.Bucket.from_bucket_name(stack, "Models", "churn-models").grant_read(model, "churn/*")
ecr.Repository.from_repository_name(stack, "Images", "churn").grant_pull(model)

endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    model=model,
    instance_type="ml.c7i.large",
    initial_instance_count=2,
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
app.synth()
