"""Copies in different Availability Zones, with cached data, that are updated one by one."""

import aws_cdk as cdk
from aws_cdk import Duration, Size
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Agents", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "agents")
models = s3.Bucket.from_bucket_name(stack, "Models", "agent-models")

shared = hosting.InferenceComponentEndpoint(
    stack,
    "Shared",
    instance_type="ml.g5.12xlarge",
    initial_instance_count=2,
    metrics_config=hosting.MetricsConfig(detailed_observability=True),
)
hosting.InferenceComponent(
    stack,
    "Chat",
    endpoint=shared,
    image=hosting.ContainerImage.from_ecr(images, tag="3.1.0"),
    data=hosting.ModelData.from_s3(models, "chat/7b/model.tar.gz"),
    requirements=hosting.ComputeRequirements(min_memory=Size.gibibytes(32), accelerators=1),
    copies=4,
    placement=hosting.Placement.spread(max_imbalance=1),
    data_cache=True,
    container_metrics=hosting.ContainerMetrics(
        path="/metrics", publish_frequency=Duration.seconds(30)
    ),
    rollout=hosting.ComponentRollout(
        max_batch_size=hosting.Capacity.copies(1),
        bake=Duration.minutes(5),
        rollback_max_batch_size=hosting.Capacity.percent(100),
    ),
    rollback_on=[hosting.RollbackAlarm.error_rate(above=0.02)],
)
app.synth()
