"""Two containers behind one endpoint, each asked by its name."""

import aws_cdk as cdk
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
image = hosting.ContainerImage.from_ecr(images, tag="1.4.2")

both = hosting.MultiContainerModel(
    stack,
    "Both",
    containers=[
        hosting.Container(
            hostname="trees",
            image=image,
            data=hosting.ModelData.from_s3(models, "churn/trees/model.tar.gz"),
        ),
        hosting.Container(
            hostname="net",
            image=image,
            data=hosting.ModelData.from_s3_object(models, "churn/net/model.onnx"),
        ),
    ],
)
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    model=both,
    instance_type="ml.m5.2xlarge",
    initial_instance_count=2,
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
endpoint.grant_invoke_containers(caller, ["trees"])
app.synth()
