"""Two models that share the GPUs of one endpoint, each with its own copies and updates."""

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
    managed_scaling=hosting.ManagedInstanceScaling(min_instances=1, max_instances=4),
    routing=hosting.Routing.least_outstanding_requests(),
)
for name, accelerators in {"Chat": 2, "Summaries": 1}.items():
    hosting.InferenceComponent(
        stack,
        name,
        endpoint=shared,
        image=hosting.ContainerImage.from_ecr(images, tag="3.1.0"),
        data=hosting.ModelData.from_s3(models, f"{name.lower()}/7b/model.tar.gz"),
        environment={"LOG_LEVEL": "info"},
        requirements=hosting.ComputeRequirements(
            min_memory=Size.gibibytes(32),
            max_memory=Size.gibibytes(64),
            accelerators=accelerators,
            cpu_cores=4,
        ),
        container_startup_health_check_timeout=Duration.minutes(10),
        scaling=hosting.CopyScaling(min_capacity=1, max_capacity=4).track_concurrent_requests(
            per_copy=5
        ),
    )
app.synth()
