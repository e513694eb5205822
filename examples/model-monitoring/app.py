"""Captured requests compared every hour with the training data: data quality, and an alarm."""

import aws_cdk as cdk
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
key = kms.Key(stack, "Key", enable_key_rotation=True)

endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    image=hosting.ContainerImage.from_ecr(images, tag="1.4.2"),
    data=hosting.ModelData.from_s3(models, "churn/4f1c9a/model.tar.gz"),
    instance_type="ml.m5.xlarge",
    initial_instance_count=2,
    data_capture=hosting.DataCapture(bucket=data, prefix="captured", encryption_key=key),
    encryption_key=key,
)
monitor = hosting.DataQualityMonitor(
    stack,
    "DataQuality",
    data=hosting.MonitoredData.of_endpoint(endpoint),
    baseline=hosting.MonitoringBaseline(
        constraints=hosting.S3File(bucket=data, key="baseline/constraints.json"),
        statistics=hosting.S3File(bucket=data, key="baseline/statistics.json"),
    ),
    schedule=hosting.MonitoringSchedule.hourly(),
    output=hosting.MonitoringOutput(bucket=data, prefix="reports", encryption_key=key),
    cluster=hosting.MonitoringCluster(instance_type="ml.m5.xlarge", encryption_key=key),
    alarm_topics=[on_call],
)
monitor.drift_alarm(feature="age", above=0.2)
app.synth()
