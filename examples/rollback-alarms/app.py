"""What takes an update back: errors, latencies, full machines, and an alarm of your own."""

import aws_cdk as cdk
from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
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

on_call = sns.Topic.from_topic_arn(stack, "OnCall", "arn:aws:sns:eu-west-1:111111111111:on-call")
orders = cloudwatch.Alarm.from_alarm_arn(
    stack, "FewerOrders", "arn:aws:cloudwatch:eu-west-1:111111111111:alarm:fewer-orders"
)
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    image=hosting.ContainerImage.from_ecr(images, tag="1.4.2"),
    data=hosting.ModelData.from_s3(models, "churn/4f1c9a/model.tar.gz"),
    instance_type="ml.m5.xlarge",
    initial_instance_count=4,
    rollback_on=[
        hosting.RollbackAlarm.error_rate(above=0.01),
        hosting.RollbackAlarm.p99_latency(above=Duration.millis(200)),
        hosting.RollbackAlarm.memory_utilization(above_percent=90),
        hosting.RollbackAlarm.of(orders),
    ],
    alarm_topics=[on_call],
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
app.synth()
