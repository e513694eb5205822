"""A queue in front of a model that takes minutes; the answers arrive in S3, notices in topics."""

import aws_cdk as cdk
from aws_cdk import Duration
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Calls", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "transcriber")
audio = s3.Bucket.from_bucket_name(stack, "Audio", "call-recordings")
key = kms.Key(stack, "Key", enable_key_rotation=True)
caller = iam.Role.from_role_name(stack, "Caller", "call-centre")

notices = hosting.AsyncNotifications.new_topics(
    encryption_key=key, include_response_in=["SUCCESS_NOTIFICATION_TOPIC"]
)
endpoint = hosting.AsyncEndpoint(
    stack,
    "Endpoint",
    image=hosting.ContainerImage.from_ecr(images, tag="2.0.1"),
    instance_type="ml.m5.2xlarge",
    async_inference=hosting.AsyncInference(
        output_bucket=audio,
        output_prefix="transcripts",
        failure_prefix="failures",
        input_prefix="recordings",
        encryption_key=key,
        notifications=notices,
        max_concurrent_invocations_per_instance=4,
    ),
    scaling=hosting.AsyncScaling(min_capacity=1, max_capacity=5).track_backlog(
        per_instance=5, scale_in_cooldown=Duration.minutes(10)
    ),
    encryption_key=key,
)
endpoint.grant_invoke_async(caller)
endpoint.grant_write_input(caller)
app.synth()
