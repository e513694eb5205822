"""A model of JumpStart and one of a private hub, with their licenses accepted explicitly."""

import aws_cdk as cdk
from aws_cdk import Duration, Size

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Agents", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

image = hosting.ContainerImage.from_deep_learning_container(
    "djl-inference", tag="0.33.0-lmi15.0.0-cu128"
)
cache = "s3://jumpstart-private-cache-prod-eu-west-1/meta-textgeneration"
sources = {
    "Llama": hosting.ModelData.from_hub(
        f"{cache}/llama-8b/artifacts/inference/v1.0.0/",
        accept_eula=True,  # you have read the license agreement of this model
        size=Size.gibibytes(16),
    ),
    "LlamaOfOurHub": hosting.ModelData.from_hub(
        f"{cache}/llama-8b-tuned/artifacts/inference/v1.0.0/",
        accept_eula=True,
        hub_content_arn="arn:aws:sagemaker:eu-west-1:111111111111:hub-content/ours/Model/llama/1.0.0",
    ),
}
for name, data in sources.items():
    hosting.RealTimeEndpoint(
        stack,
        name,
        image=image,
        data=data,
        environment={"OPTION_TENSOR_PARALLEL_DEGREE": "max"},
        instance_type="ml.g6.12xlarge",
        initial_instance_count=2,
        container_startup_health_check_timeout=Duration.minutes(15),
    )
app.synth()
