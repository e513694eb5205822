"""Instances that were reserved before they were needed."""

import aws_cdk as cdk
from aws_cdk import Duration
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Agents", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "agents")

models = s3.Bucket.from_bucket_name(stack, "Models", "agent-models")

variant = hosting.InstanceVariant(
    model=hosting.Model(
        stack,
        "Chat",
        image=hosting.ContainerImage.from_ecr(images, tag="3.1.0"),
        data=hosting.ModelData.from_s3(models, "chat/70b/model.tar.gz"),
    ),
    instance_type="ml.p5.48xlarge",
    initial_instance_count=2,
    capacity_reservation=hosting.CapacityReservation(
        reservation_arn="arn:aws:sagemaker:eu-west-1:111111111111:training-plan/chat"
    ),
)
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    variants=[variant],
    rollout=hosting.Rollout.rolling(
        max_batch_size=hosting.Capacity.instances(1), bake=Duration.minutes(10)
    ),
)
app.synth()
