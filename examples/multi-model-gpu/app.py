"""Many models of Triton that share one GPU."""

import aws_cdk as cdk
from aws_cdk import Duration
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Vision", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

triton = ecr.Repository.from_repository_arn(
    stack, "Triton", "arn:aws:ecr:eu-west-1:802834080501:repository/sagemaker-tritonserver"
)
models = s3.Bucket.from_bucket_name(stack, "Models", "vision-models")

detectors = hosting.MultiModel(
    stack,
    "Detectors",
    image=hosting.ContainerImage.from_ecr(triton, tag="24.09-py3"),
    models=hosting.MultiModelData(bucket=models, prefix="detectors"),
    environment=hosting.Triton(model_load_gpu_limit=0.8),
)
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    model=detectors,
    instance_type="ml.g5.2xlarge",
    scaling=hosting.Scaling(min_capacity=2, max_capacity=6).track_metric(
        "GPUUtilization", target=70, scale_in_cooldown=Duration.minutes(10)
    ),
)
app.synth()
