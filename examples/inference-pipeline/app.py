"""Features first, then one of many models: two containers in a row."""

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
image = hosting.ContainerImage.from_ecr(images, tag="1.4.2")

pipeline = hosting.InferencePipeline(
    stack,
    "Pipeline",
    containers=[
        hosting.Container(
            hostname="features",
            image=image,
            data=hosting.ModelData.from_s3(models, "churn/features/model.tar.gz"),
            environment={"OUTPUT": "text/csv"},
        ),
        hosting.Container(
            hostname="predict",
            image=image,
            data=hosting.MultiModelData(
                bucket=models, prefix="tenants", model_cache_setting="Enabled"
            ),
        ),
    ],
)
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    model=pipeline,
    instance_type="ml.m5.2xlarge",
    initial_instance_count=2,
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
app.synth()
