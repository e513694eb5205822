"""A test of two weeks: the shadow gets all requests, and the answers of both are kept."""

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
current, candidate = (
    hosting.Model(
        stack, name, image=image, data=hosting.ModelData.from_s3(models, f"churn/{name}.tar.gz")
    )
    for name in ("Current", "Candidate")
)
key = kms.Key(stack, "Key", enable_key_rotation=True)
endpoint = hosting.RealTimeEndpoint(
    stack, "Endpoint", model=current, instance_type="ml.m5.xlarge", encryption_key=key
)
start, end = "2027-03-01T08:00:00Z", "2027-03-15T08:00:00Z"
storage = hosting.ShadowTestDataStorage(
    bucket=s3.Bucket.from_bucket_name(stack, "Answers", "churn-captured"),
    encryption_key=key,
    csv_content_types=["text/csv"],
    json_content_types=["application/json"],
)
hosting.ShadowTest(
    stack,
    "Test",
    endpoint=endpoint,
    shadow=hosting.ShadowTestVariant(model=candidate, instance_type="ml.m5.xlarge"),
    schedule=hosting.ShadowTestSchedule(start=start, end=end),
    data_storage=storage,
    encryption_key=key,
    description="the model of March",
)
app.synth()
