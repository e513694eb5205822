"""A model of 45 GB on processors: its volume and its time-outs said outright."""

import aws_cdk as cdk
from aws_cdk import Duration, Size
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Search", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "embeddings")
models = s3.Bucket.from_bucket_name(stack, "Models", "embedding-models")

endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    image=hosting.ContainerImage.from_ecr(images, tag="0.9.1"),
    data=hosting.ModelData.from_s3(models, "tables/2026-11/model.tar.gz"),
    instance_type="ml.r5.4xlarge",
    initial_instance_count=2,
    volume_size=Size.gibibytes(128),
    model_data_download_timeout=Duration.minutes(30),
    container_startup_health_check_timeout=Duration.minutes(15),
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
app.synth()
