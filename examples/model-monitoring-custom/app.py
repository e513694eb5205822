"""A monitor with a container of your own, and an alarm on a metric that it writes."""

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

data = s3.Bucket.from_bucket_name(stack, "Data", "churn-data")
key = kms.Key(stack, "Key", enable_key_rotation=True)
on_call = sns.Topic.from_topic_arn(stack, "OnCall", "arn:aws:sns:eu-west-1:111111111111:on-call")
endpoint = hosting.RealTimeEndpoint.from_endpoint_name(
    stack, "Endpoint", "churn", variant_names=["AllTraffic"]
)
captured = hosting.MonitoredData.of_endpoint(
    endpoint, data_capture=hosting.DataCapture(bucket=data, prefix="captured")
)

images = ecr.Repository.from_repository_name(stack, "Images", "answer-diversity")

monitor = hosting.CustomMonitor(
    stack,
    "Diversity",
    data=captured,
    image=hosting.ContainerImage.from_ecr(images, tag="1.0.0"),
    arguments=["--strict"],
    environment={"LANGUAGE": "en"},
    max_runtime=Duration.minutes(30),
    schedule=hosting.MonitoringSchedule.hourly(),
    output=hosting.MonitoringOutput(bucket=data, prefix="reports", encryption_key=key),
    cluster=hosting.MonitoringCluster(instance_type="ml.m5.xlarge", encryption_key=key),
    alarm_topics=[on_call],
)
monitor.drift_alarm("distinct_categories", below=4)
app.synth()
