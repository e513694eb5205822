"""The input of nightly batch transform jobs, watched like that of an endpoint."""

import aws_cdk as cdk
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

monitor = hosting.DataQualityMonitor(
    stack,
    "DataQuality",
    data=hosting.MonitoredData.of_batch_transform(
        data, "captured", dataset_format=hosting.DatasetFormat.csv(header=True)
    ),
    baseline=hosting.MonitoringBaseline(
        constraints=hosting.S3File(bucket=data, key="baseline/constraints.json"),
        statistics=hosting.S3File(bucket=data, key="baseline/statistics.json"),
    ),
    schedule=hosting.MonitoringSchedule.daily(hour=5),
    output=hosting.MonitoringOutput(bucket=data, prefix="reports", encryption_key=key),
    cluster=hosting.MonitoringCluster(instance_type="ml.m5.xlarge", encryption_key=key),
    alarm_topics=[on_call],
)
monitor.drift_alarm(feature="age", above=0.2)
app.synth()
