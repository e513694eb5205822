"""Four ways to scale one variant: by invocations, by concurrency, in steps and by the clock."""

import aws_cdk as cdk
from aws_cdk import Duration
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Churn", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "churn")
models = s3.Bucket.from_bucket_name(stack, "Models", "churn-models")

endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    image=hosting.ContainerImage.from_ecr(images, tag="1.4.2"),
    data=hosting.ModelData.from_s3(models, "churn/4f1c9a/model.tar.gz"),
    instance_type="ml.m5.xlarge",
    scaling=hosting.Scaling(min_capacity=2, max_capacity=40)
    .track_invocations(per_instance_per_minute=900, scale_out_cooldown=Duration.seconds(60))
    .track_concurrent_requests(per_model=5)
    .step_on(
        "ModelLatency",
        above=500_000,  # microseconds
        statistic="p99",
        steps=[
            hosting.ScalingStep(lower=0, upper=500_000, change=2),
            hosting.ScalingStep(lower=500_000, change=6),
        ],
    )
    .on_schedule("Morning", "cron(0 7 * * ? *)", min_capacity=8, time_zone="Europe/Vienna")
    .on_schedule("Evening", "cron(0 20 * * ? *)", min_capacity=2, time_zone="Europe/Vienna"),
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
app.synth()
