"""A shell on the instances of a development endpoint, for one role."""

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "ChurnDev", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "churn")
models = s3.Bucket.from_bucket_name(stack, "Models", "churn-models")

variant = hosting.InstanceVariant(
    model=hosting.Model(
        stack,
        "Model",
        image=hosting.ContainerImage.from_ecr(images, tag="1.5.0-rc1"),
        data=hosting.ModelData.from_s3(models, "churn/4f1c9a/model.tar.gz"),
    ),
    instance_type="ml.m5.xlarge",
    initial_instance_count=2,
    ssm_access=True,
)
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    variants=[variant],
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
reason = "for this development endpoint only; the account is allow-listed"
cdk.Validations.of(endpoint).acknowledge(
    cdk.Acknowledgment(id="sagemaker-hosting::SMH0316", reason=reason)
)
endpoint.grant_start_session(iam.Role.from_role_name(stack, "Engineers", "ml-engineers"))
app.synth()
