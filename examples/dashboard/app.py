"""One page for an endpoint: traffic, errors, latencies, its fleets, its scaling and its alarms."""

import aws_cdk as cdk
from aws_cdk import Duration
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
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    image=hosting.ContainerImage.from_ecr(images, tag="1.4.2"),
    data=hosting.ModelData.from_s3(models, "churn/4f1c9a/model.tar.gz"),
    instance_type="ml.m5.xlarge",
    scaling=hosting.Scaling(min_capacity=2, max_capacity=20).track_invocations(
        per_instance_per_minute=900
    ),
    rollback_on=[
        hosting.RollbackAlarm.error_rate(above=0.01),
        hosting.RollbackAlarm.p99_latency(above=Duration.millis(200)),
    ],
    alarm_topics=[operations],
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
hosting.EndpointDashboard(
    stack, "Dashboard", endpoints=[endpoint], default_interval=Duration.hours(12)
)
app.synth()
