"""An ensemble on the Triton Inference Server, with typed settings."""

import aws_cdk as cdk
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

model = hosting.Model(
    stack,
    "Detector",
    image=hosting.ContainerImage.from_ecr(triton, tag="24.09-py3"),
    data=hosting.ModelData.from_s3(models, "detector/4f1c9a/model.tar.gz"),
    environment=hosting.Triton(
        default_model_name="ensemble", thread_count=8, model_load_gpu_limit=0.9, log_verbose=False
    ),
)
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    model=model,
    instance_type="ml.g5.2xlarge",
    scaling=hosting.Scaling(min_capacity=2, max_capacity=6).track_metric(
        "GPUUtilization", target=70
    ),
)
app.synth()
