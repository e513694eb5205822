"""A model and its script that lie beside the app: checked, packed, uploaded."""

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_kms as kms

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Churn", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    image=hosting.ContainerImage.from_deep_learning_container(
        "pytorch-inference", tag="2.6.0-cpu-py312-ubuntu22.04-sagemaker"
    ),
    data=hosting.ModelData.from_directory(Path(__file__).parent / "model"),
    instance_type="ml.c6i.large",
    initial_instance_count=2,
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
cdk.CfnOutput(stack, "EndpointName", value=endpoint.endpoint_name)
app.synth()
