"""Logs that belong to the stack: kept for thirty days, encrypted with a key of the account."""

import aws_cdk as cdk
from aws_cdk import Duration
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Churn", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "churn")
models = s3.Bucket.from_bucket_name(stack, "Models", "churn-models")

key = kms.Key(stack, "Key", enable_key_rotation=True)

endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    image=hosting.ContainerImage.from_ecr(images, tag="1.4.2"),
    data=hosting.ModelData.from_s3(models, "churn/4f1c9a/model.tar.gz"),
    instance_type="ml.m5.xlarge",
    initial_instance_count=2,
    logs=hosting.ContainerLogs(retention=Duration.days(30), encryption_key=key),
    encryption_key=key,
)
logs.MetricFilter(
    stack,
    "Errors",
    log_group=endpoint.log_group,
    filter_pattern=logs.FilterPattern.literal("ERROR"),
    metric_namespace="Churn",
    metric_name="Errors",
)
app.synth()
