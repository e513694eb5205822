"""Whether a model begins to decide by other features: attribution drift, and an alarm."""

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
endpoint = hosting.RealTimeEndpoint.from_endpoint_name(
    stack, "Endpoint", "churn", variant_names=["AllTraffic"]
)
captured = hosting.MonitoredData.of_endpoint(
    endpoint, data_capture=hosting.DataCapture(bucket=data, prefix="captured")
)

monitor = hosting.ExplainabilityMonitor(
    stack,
    "Explainability",
    data=captured,
    models=[hosting.Model.from_model_name(stack, "Model", "churn-17")],
    analysis_config=hosting.S3File(bucket=data, key="shap/analysis_config.json"),
    features_attribute="features",
    inference_attribute="label",
    schedule=hosting.MonitoringSchedule.daily(hour=4),
    output=hosting.MonitoringOutput(bucket=data, prefix="reports", encryption_key=key),
    cluster=hosting.MonitoringCluster(instance_type="ml.m5.xlarge", encryption_key=key),
    alarm_topics=[on_call],
)
monitor.drift_alarm(feature="age", above=0.4)
app.synth()
