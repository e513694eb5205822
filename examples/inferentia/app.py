"""A language model compiled for Inferentia2, on the Neuron image of AWS."""

import aws_cdk as cdk
from aws_cdk import Duration, Size
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Agents", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

models = s3.Bucket.from_bucket_name(stack, "Models", "agent-models")

model = hosting.Model(
    stack,
    "Llama",
    image=hosting.ContainerImage.from_deep_learning_container(
        "djl-inference", tag="0.30.0-neuronx-sdk2.20.1"
    ),
    data=hosting.ModelData.from_s3_prefix(models, "llama/neuron-3f9c", size=Size.gibibytes(30)),
    environment=hosting.DjlServing(tensor_parallel_degree=2, max_rolling_batch_size=8),
)
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    model=model,
    instance_type="ml.inf2.8xlarge",
    initial_instance_count=2,
    volume_size=Size.gibibytes(128),
    container_startup_health_check_timeout=Duration.minutes(30),
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
app.synth()
