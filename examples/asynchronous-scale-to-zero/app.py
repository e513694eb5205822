"""A GPU that sleeps until the first request arrives, and goes back to sleep."""

import aws_cdk as cdk
from aws_cdk import Duration
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Calls", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "transcriber")
audio = s3.Bucket.from_bucket_name(stack, "Audio", "call-recordings")
operations = sns.Topic.from_topic_arn(
    stack, "Operations", "arn:aws:sns:eu-west-1:111111111111:operations"
)
endpoint = hosting.AsyncEndpoint(
    stack,
    "Endpoint",
    image=hosting.ContainerImage.from_ecr(images, tag="2.0.1"),
    instance_type="ml.g5.xlarge",
    async_inference=hosting.AsyncInference(
        output_bucket=audio, output_prefix="transcripts", input_prefix="recordings"
    ),
    scaling=hosting.AsyncScaling(min_capacity=0, max_capacity=5)
    .track_backlog(per_instance=5, scale_in_cooldown=Duration.minutes(10))
    .wake_up(instances=1, cooldown=Duration.minutes(5)),
    alarm_topics=[operations],
)
app.synth()
