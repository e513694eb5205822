"""A tuned language model in the shadow of the one that serves, on reserved GPUs."""

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Agents", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "agents")
models = s3.Bucket.from_bucket_name(stack, "Models", "agent-models")
image = hosting.ContainerImage.from_ecr(images, tag="3.1.0")
current, tuned = (
    hosting.Model(
        stack, name, image=image, data=hosting.ModelData.from_s3(models, f"chat/{name}.tar.gz")
    )
    for name in ("Current", "Tuned")
)
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    model=current,
    instance_type="ml.p5.48xlarge",
    initial_instance_count=2,
    shadow_variant=hosting.ShadowVariant(
        model=tuned,
        sampling_percentage=10,
        instance_type="ml.p5.48xlarge",
        capacity_reservation=hosting.CapacityReservation(
            reservation_arn="arn:aws:sagemaker:eu-west-1:111111111111:training-plan/tuned"
        ),
        routing=hosting.Routing.prefix_aware(prefix_length=4096, concurrency_threshold=32),
        inference_ami_version="al2023-ami-sagemaker-inference-gpu-4-1",
    ),
    rollout=hosting.Rollout.all_at_once(),
)
app.synth()
