"""Two LoRA adapters that share the copies of their base model."""

import aws_cdk as cdk
from aws_cdk import Duration, Size
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Agents", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "agents")
models = s3.Bucket.from_bucket_name(stack, "Models", "agent-models")

shared = hosting.InferenceComponentEndpoint(
    stack,
    "Shared",
    instance_type="ml.g5.12xlarge",
    managed_scaling=hosting.ManagedInstanceScaling(min_instances=1, max_instances=2),
)
base = hosting.InferenceComponent(
    stack,
    "Llama",
    endpoint=shared,
    image=hosting.ContainerImage.from_ecr(images, tag="3.1.0"),
    data=hosting.ModelData.from_s3(models, "llama/8b/model.tar.gz"),
    environment={"OPTION_ENABLE_LORA": "true", "OPTION_MAX_LORAS": "8"},
    requirements=hosting.ComputeRequirements(min_memory=Size.gibibytes(64), accelerators=2),
    model_data_download_timeout=Duration.minutes(20),
    container_startup_health_check_timeout=Duration.minutes(10),
)
for language in ("French", "German"):
    hosting.AdapterComponent(
        stack,
        language,
        base=base,
        data=hosting.ModelData.from_s3(models, f"llama/{language.lower()}/adapter.tar.gz"),
    )
app.synth()
