"""Many small models in one container, loaded when they are first asked for."""

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Tenants", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "churn-multi-model")
models = s3.Bucket.from_bucket_name(stack, "Models", "churn-models")
caller = iam.Role.from_role_name(stack, "TenantA", "tenant-a")

tenants = hosting.MultiModel(
    stack,
    "Tenants",
    image=hosting.ContainerImage.from_ecr(images, tag="1.4.2"),
    models=hosting.MultiModelData(bucket=models, prefix="tenants", model_cache_setting="Disabled"),
)
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    model=tenants,
    instance_type="ml.m5.xlarge",
    initial_instance_count=2,
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
endpoint.grant_invoke_models(caller, ["tenant-a/*"])
app.synth()
