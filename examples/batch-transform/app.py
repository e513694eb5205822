"""Scores for all customers, every night, by the model that also serves an endpoint."""

import aws_cdk as cdk
from aws_cdk import Size
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Churn", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "churn")
models = s3.Bucket.from_bucket_name(stack, "Models", "churn-models")
data = s3.Bucket.from_bucket_name(stack, "Data", "churn-data")
on_call = sns.Topic.from_topic_arn(stack, "OnCall", "arn:aws:sns:eu-west-1:111111111111:on-call")

model = hosting.Model(
    stack,
    "Model",
    image=hosting.ContainerImage.from_ecr(images, tag="1.4.2"),
    data=hosting.ModelData.from_s3(models, "churn/4f1c9a/model.tar.gz"),
)
hosting.BatchTransform(
    stack,
    "Scores",
    model=model,
    input=hosting.TransformInput.from_prefix(
        data, "customers/", content_type="text/csv", split_type="Line"
    ),
    output=hosting.TransformOutput(
        bucket=data, prefix="scores", accept="text/csv", assemble_with="Line", per_execution=True
    ),
    instance_type="ml.m5.xlarge",
    instance_count=4,
    batch_strategy="MultiRecord",
    max_payload=Size.mebibytes(10),
    schedule=hosting.TransformSchedule(expression="cron(0 3 * * ? *)", time_zone="Europe/Vienna"),
    failure_topics=[on_call],
    log_encryption_key=kms.Key(stack, "Key", enable_key_rotation=True),
)
app.synth()
