"""Containers of different origin: a private model hub and the model registry."""

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Agents", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

package = "arn:aws:sagemaker:eu-west-1:111111111111:model-package/reranker/4"
image = hosting.ContainerImage.from_deep_learning_container(
    "huggingface-pytorch-inference", tag="2.6.0-transformers4.49.0-cpu-py312-ubuntu22.04"
)
embedder = hosting.ModelData.from_hub(
    "s3://jumpstart-private-cache-prod-eu-west-1/embedder/artifacts/inference/v1.0.0/",
    accept_eula=True,  # you have read the license agreement of this model
    hub_content_arn="arn:aws:sagemaker:eu-west-1:111111111111:hub-content/ours/Model/embed/1.0.0",
)
search = hosting.MultiContainerModel(
    stack,
    "Search",
    containers=[
        hosting.Container(hostname="embed", image=image, data=embedder),
        hosting.Container(
            hostname="rerank", package_arn=package, inference_specification_name="cpu"
        ),
    ],
)
# What the package names is known to the registry alone.
s3.Bucket.from_bucket_name(stack, "Models", "rerankers").grant_read(search, "reranker/*")
ecr.Repository.from_repository_name(stack, "Images", "reranker").grant_pull(search)
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    model=search,
    instance_type="ml.m5.4xlarge",
    initial_instance_count=2,
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
app.synth()
