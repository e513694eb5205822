"""A language model on the Large Model Inference container, with vLLM and typed settings."""

import aws_cdk as cdk
from aws_cdk import Duration, Size
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
        "djl-inference", tag="0.33.0-lmi15.0.0-cu128"
    ),
    data=hosting.ModelData.from_s3_prefix(models, "llama/8b-3f9c", size=Size.gibibytes(16)),
    environment=hosting.DjlServing(
        tensor_parallel_degree="max",
        rolling_batch="vllm",
        max_rolling_batch_size=64,
        max_model_len=8192,
        dtype="bf16",
    ),
)
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    model=model,
    instance_type="ml.g6.12xlarge",
    container_startup_health_check_timeout=Duration.minutes(15),
    scaling=hosting.Scaling(min_capacity=2, max_capacity=6).track_concurrent_requests(per_model=16),
)
app.synth()
