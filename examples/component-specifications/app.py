"""One component for two kinds of GPU, with a build of the model and requirements for each."""

import aws_cdk as cdk
from aws_cdk import Duration, Size
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Agents", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

image = hosting.ContainerImage.from_uri("111111111111.dkr.ecr.eu-west-1.amazonaws.com/agents:3.1.0")
models = s3.Bucket.from_bucket_name(stack, "Models", "agent-models")

shared = hosting.InferenceComponentEndpoint.from_endpoint_arn(
    stack,
    "Shared",
    "arn:aws:sagemaker:eu-west-1:111111111111:endpoint/shared",
    variant_names=["AllTraffic"],
)
needs = hosting.ComputeRequirements(
    min_memory=Size.gibibytes(48), max_memory=Size.gibibytes(96), accelerators=2, cpu_cores=8
)
hosting.InferenceComponent(
    stack,
    "Chat",
    endpoint=shared,
    specifications=[
        hosting.ComponentSpecification(
            instance_type=instance_type,
            image=image,
            data=hosting.ModelData.from_s3(models, f"chat/{build}/model.tar.gz"),
            environment={"KERNELS": build},
            requirements=needs,
            model_data_download_timeout=Duration.minutes(20),
            container_startup_health_check_timeout=Duration.minutes(10),
            placement=hosting.Placement.spread(max_imbalance=1),
            data_cache=True,
            container_metrics=hosting.ContainerMetrics(publish_frequency=Duration.seconds(30)),
        )
        for instance_type, build in {"ml.g6.12xlarge": "l4", "ml.g5.12xlarge": "a10g"}.items()
    ],
)
app.synth()
