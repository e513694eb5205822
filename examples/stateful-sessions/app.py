"""A chat whose turns return to the instance that holds its state."""

import aws_cdk as cdk
from aws_cdk import Duration
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Agents", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "agents")

models = s3.Bucket.from_bucket_name(stack, "Models", "agent-models")

caller = iam.Role.from_role_name(stack, "Caller", "chat-service")

endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    image=hosting.ContainerImage.from_ecr(images, tag="3.1.0-sessions"),
    data=hosting.ModelData.from_s3(models, "chat/7b/model.tar.gz"),
    environment={"SESSION_TTL_SECONDS": "1200"},
    instance_type="ml.g5.2xlarge",
    scaling=hosting.Scaling(min_capacity=2, max_capacity=6).track_concurrent_requests(
        per_model=8, scale_in_cooldown=Duration.minutes(30)
    ),
    rollout=hosting.Rollout.canary(
        size=hosting.Capacity.percent(10), termination_wait=Duration.minutes(30)
    ),
)
endpoint.grant_invoke(caller)
app.synth()
