"""A staging endpoint that is one instance at night and at weekends, and two to eight by day."""

from datetime import time

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Churn", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "churn")
models = s3.Bucket.from_bucket_name(stack, "Models", "churn-models")

nights = hosting.OffHours(starts=time(7), stops=time(19, 30), time_zone="Europe/Vienna")

endpoint = hosting.RealTimeEndpoint(
    stack,
    "Staging",
    image=hosting.ContainerImage.from_ecr(images, tag="1.5.0-rc1"),
    data=hosting.ModelData.from_s3(models, "churn/4f1c9a/model.tar.gz"),
    instance_type="ml.m5.xlarge",
    scaling=hosting.Scaling(min_capacity=2, max_capacity=8).track_invocations(
        per_instance_per_minute=900
    ),
    off_hours=nights,
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
app.synth()
