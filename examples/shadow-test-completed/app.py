"""A test that is ended by an update of the stack, with the shadow as the winner."""

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Fraud", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "fraud")
models = s3.Bucket.from_bucket_name(stack, "Models", "fraud-models")
current, candidate = (
    hosting.Model(
        stack,
        name,
        image=hosting.ContainerImage.from_ecr(images, tag="7.0.0"),
        data=hosting.ModelData.from_s3(models, f"fraud/{name.lower()}/model.tar.gz"),
    )
    for name in ("Current", "Candidate")
)
endpoint = hosting.RealTimeEndpoint.from_endpoint_name(
    stack, "Endpoint", "fraud", variant_names=["Live"]
)
hosting.ShadowTest(
    stack,
    "Test",
    endpoint=endpoint,
    production=hosting.ShadowTestVariant(
        model=current, instance_type="ml.c6i.xlarge", variant_name="Live"
    ),
    shadow=hosting.ShadowTestVariant(model=candidate, instance_type="ml.c6i.xlarge"),
    schedule=hosting.ShadowTestSchedule(end="2027-03-15T08:00:00Z"),
    state=hosting.ShadowTestState.completed(reason="as fast, fewer errors", keep="shadow"),
    encryption_key=kms.Key(stack, "Key", enable_key_rotation=True),
    shadow_test_name="fraud-march",
    tags={"team": "fraud"},
)
app.synth()
