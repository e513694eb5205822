"""Grants and alarms on an endpoint and a component that somebody else has declared."""

import aws_cdk as cdk
from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Shop", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

churn = hosting.RealTimeEndpoint.from_endpoint_name(
    stack, "Churn", "churn", variant_names=["AllTraffic"]
)
shared = hosting.InferenceComponentEndpoint.from_endpoint_name(
    stack, "Shared", "agents", variant_names=["AllTraffic"]
)
chat = hosting.InferenceComponent.from_inference_component_name(
    stack, "Chat", "chat", endpoint=shared
)
caller = iam.Role(stack, "Caller", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
churn.grant_invoke(caller)
chat.grant_invoke(caller)

slow = cloudwatch.Alarm(
    stack,
    "Slow",
    metric=churn.metric_model_latency(statistic="p99", period=Duration.minutes(5)),
    threshold=500_000,  # microseconds
    evaluation_periods=3,
    treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
)
operations = sns.Topic.from_topic_arn(
    stack, "Operations", "arn:aws:sns:eu-west-1:111111111111:operations"
)
slow.add_alarm_action(actions.SnsAction(operations))
app.synth()
