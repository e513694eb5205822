"""A real-time endpoint: one model on two to twenty instances, as many as its traffic needs."""

import aws_cdk as cdk
from aws_cdk import Duration
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Churn", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "churn")
models = s3.Bucket.from_bucket_name(stack, "Models", "churn-models")
caller = iam.Role.from_role_name(stack, "Caller", "web-shop")

endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    image=hosting.ContainerImage.from_ecr(images, tag="1.4.2"),
    data=hosting.ModelData.from_s3(models, "churn/4f1c9a/model.tar.gz"),
    environment={"LOG_LEVEL": "info"},
    instance_type="ml.m5.xlarge",
    scaling=hosting.Scaling(min_capacity=2, max_capacity=20)
    .track_invocations(per_instance_per_minute=900, scale_in_cooldown=Duration.minutes(10))
    .on_schedule("Morning", "cron(0 7 * * ? *)", min_capacity=6, time_zone="Europe/Vienna"),
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
endpoint.grant_invoke(caller)
app.synth()
