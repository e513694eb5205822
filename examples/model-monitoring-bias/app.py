"""Whether predictions begin to favour an age group: bias drift, and an alarm."""

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

monitor = hosting.BiasMonitor(
    stack,
    "Bias",
    data=captured,
    ground_truth=hosting.GroundTruth(bucket=data, prefix="labels"),
    analysis_config=hosting.S3File(bucket=data, key="bias/analysis_config.json"),
    features_attribute="features",
    inference_attribute="label",
    start_offset=Duration.hours(36),
    end_offset=Duration.hours(12),
    schedule=hosting.MonitoringSchedule.daily(hour=4),
    output=hosting.MonitoringOutput(bucket=data, prefix="reports", encryption_key=key),
    cluster=hosting.MonitoringCluster(instance_type="ml.m5.xlarge", encryption_key=key),
    alarm_topics=[on_call],
)
monitor.drift_alarm(
    "DPPL", label="churned", label_value="1", facet="age", facet_value="40", above=0.2
)
app.synth()
