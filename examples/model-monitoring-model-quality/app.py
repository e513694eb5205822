"""Predictions compared every day with what came true: model quality, and an alarm on F1."""

import aws_cdk as cdk
from aws_cdk import Duration
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

monitor = hosting.ModelQualityMonitor(
    stack,
    "ModelQuality",
    data=captured,
    ground_truth=hosting.GroundTruth(bucket=data, prefix="labels"),
    problem_type="BinaryClassification",
    probability_attribute="1",
    probability_threshold=0.5,
    start_offset=Duration.days(8),
    end_offset=Duration.days(1),
    schedule=hosting.MonitoringSchedule.daily(hour=4),
    output=hosting.MonitoringOutput(bucket=data, prefix="reports", encryption_key=key),
    cluster=hosting.MonitoringCluster(instance_type="ml.m5.xlarge", encryption_key=key),
    alarm_topics=[on_call],
)
monitor.drift_alarm("f1", below=0.8)
app.synth()
