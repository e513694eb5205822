"""A component without copies while nobody asks, on an endpoint without instances."""

import aws_cdk as cdk
from aws_cdk import Duration, Size
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Agents", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "agents")
models = s3.Bucket.from_bucket_name(stack, "Models", "agent-models")
pause = Duration.minutes(20)
operations = sns.Topic.from_topic_arn(
    stack, "Operations", "arn:aws:sns:eu-west-1:111111111111:operations"
)
shared = hosting.InferenceComponentEndpoint(
    stack,
    "Shared",
    instance_type="ml.g5.2xlarge",
    managed_scaling=hosting.ManagedInstanceScaling(
        min_instances=0,
        max_instances=2,
        scale_in=hosting.ScaleInPolicy.consolidation(maximum_step_size=1, cooldown=pause),
    ),
)
hosting.InferenceComponent(
    stack,
    "Chat",
    endpoint=shared,
    image=hosting.ContainerImage.from_ecr(images, tag="3.1.0"),
    data=hosting.ModelData.from_s3(models, "chat/7b/model.tar.gz"),
    requirements=hosting.ComputeRequirements(min_memory=Size.gibibytes(16), accelerators=1),
    scaling=hosting.CopyScaling(min_capacity=0, max_capacity=2)
    .track_invocations(per_copy_per_minute=60)
    .wake_up(copies=1, cooldown=Duration.minutes(5)),
    alarm_topics=[operations],
)
app.synth()
