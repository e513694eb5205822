"""What a crashed container leaves behind, in a bucket, encrypted."""

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Vision", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "vision")
models = s3.Bucket.from_bucket_name(stack, "Models", "vision-models")
dumps = s3.Bucket.from_bucket_name(stack, "Dumps", "vision-core-dumps")
key = kms.Key(stack, "Key", enable_key_rotation=True)

variant = hosting.InstanceVariant(
    model=hosting.Model(
        stack,
        "Detector",
        image=hosting.ContainerImage.from_ecr(images, tag="2.2.0"),
        data=hosting.ModelData.from_s3(models, "detector/4f1c9a/model.tar.gz"),
    ),
    instance_type="ml.c6i.2xlarge",
    initial_instance_count=2,
    core_dump=hosting.CoreDump(bucket=dumps, prefix="detector", encryption_key=key),
)
endpoint = hosting.RealTimeEndpoint(stack, "Endpoint", variants=[variant], encryption_key=key)
app.synth()
