"""A PyTorch model that answers in batches, with typed settings of TorchServe."""

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Vision", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

models = s3.Bucket.from_bucket_name(stack, "Models", "vision-models")

model = hosting.Model(
    stack,
    "Classifier",
    image=hosting.ContainerImage.from_deep_learning_container(
        "pytorch-inference", tag="2.6.0-cpu-py312-ubuntu22.04-sagemaker"
    ),
    data=hosting.ModelData.from_s3(models, "classifier/4f1c9a/model.tar.gz"),
    container_hostname="classifier",
    environment=hosting.TorchServe(
        min_workers=2,
        max_workers=4,
        batch_size=8,
        max_batch_delay_milliseconds=50,
        response_timeout_seconds=30,
    ),
)
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    model=model,
    instance_type="ml.c6i.2xlarge",
    initial_instance_count=2,
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
app.synth()
