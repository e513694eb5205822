"""A serverless endpoint that keeps two to ten workers warm, as its traffic needs."""

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

operations = sns.Topic.from_topic_arn(
    stack, "Operations", "arn:aws:sns:eu-west-1:111111111111:operations"
)
endpoint = hosting.ServerlessEndpoint(
    stack,
    "Endpoint",
    image=hosting.ContainerImage.from_ecr(images, tag="1.4.2"),
    data=hosting.ModelData.from_s3(models, "churn/4f1c9a/model.tar.gz"),
    memory_size=Size.gibibytes(3),
    max_concurrency=50,
    scaling=hosting.ProvisionedConcurrencyScaling(min_capacity=2, max_capacity=10)
    .track_utilization(target=0.7)
    .on_schedule("Night", "cron(0 20 * * ? *)", min_capacity=1, max_capacity=2),
    alarm_topics=[operations],
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
app.synth()
