"""A shadow that engineers may log in to, and that keeps what a crash leaves behind."""

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
image = hosting.ContainerImage.from_ecr(images, tag="1.4.2")
current, candidate = (
    hosting.Model(
        stack, name, image=image, data=hosting.ModelData.from_s3(models, f"churn/{name}.tar.gz")
    )
    for name in ("Current", "Candidate")
)
key = kms.Key(stack, "Key", enable_key_rotation=True)

endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    model=current,
    instance_type="ml.c6i.xlarge",
    initial_instance_count=2,
    shadow_variant=hosting.ShadowVariant(
        model=candidate,
        instance_type="ml.c6i.xlarge",
        ssm_access=True,
        core_dump=hosting.CoreDump(bucket=models, prefix="churn/core-dumps", encryption_key=key),
    ),
    encryption_key=key,
)
reason = "on the shadow only, whose answers nobody gets; the account is allow-listed"
cdk.Validations.of(endpoint).acknowledge(
    cdk.Acknowledgment(id="sagemaker-hosting::SMH0316", reason=reason)
)
endpoint.grant_start_session(iam.Role.from_role_name(stack, "Engineers", "ml-engineers"))
app.synth()
