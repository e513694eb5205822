"""A new model that gets half of the requests as copies, and whose answers nobody sees."""

import aws_cdk as cdk
from aws_cdk import Duration, Size
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
captured = s3.Bucket.from_bucket_name(stack, "Captured", "churn-captured")
key = kms.Key(stack, "Key", enable_key_rotation=True)

endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    model=current,
    instance_type="ml.m5.xlarge",
    initial_instance_count=2,
    shadow_variant=hosting.ShadowVariant(
        model=candidate,
        sampling_percentage=50,
        instance_type="ml.m5.xlarge",
        volume_size=Size.gibibytes(64),
        model_data_download_timeout=Duration.minutes(10),
        container_startup_health_check_timeout=Duration.minutes(5),
    ),
    data_capture=hosting.DataCapture(bucket=captured, prefix="churn", encryption_key=key),
    encryption_key=key,
)
errors = endpoint.metric_invocation_5xx_errors(variant_name=endpoint.shadow_variant_name)
app.synth()
