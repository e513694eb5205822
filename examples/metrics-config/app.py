"""Metrics every ten seconds, of each instance and each GPU."""

import aws_cdk as cdk
from aws_cdk import Duration
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Vision", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "vision")
models = s3.Bucket.from_bucket_name(stack, "Models", "vision-models")
operations = sns.Topic.from_topic_arn(
    stack, "Operations", "arn:aws:sns:eu-west-1:111111111111:operations"
)
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    image=hosting.ContainerImage.from_ecr(images, tag="2.2.0"),
    data=hosting.ModelData.from_s3(models, "detector/4f1c9a/model.tar.gz"),
    instance_type="ml.g5.2xlarge",
    initial_instance_count=2,
    metrics_config=hosting.MetricsConfig(enhanced=True, publish_frequency=Duration.seconds(10)),
    alarms=[hosting.HealthAlarm.latency(above=Duration.millis(300))],
    alarm_topics=[operations],
)
app.synth()
