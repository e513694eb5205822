"""Two models behind one endpoint, 90 % of the requests to the one and 10 % to the other."""

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Churn", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "churn")
models = s3.Bucket.from_bucket_name(stack, "Models", "churn-models")

image = hosting.ContainerImage.from_ecr(images, tag="1.4.2")
variants = [
    hosting.InstanceVariant(
        variant_name=name,
        model=hosting.Model(
            stack, name, image=image, data=hosting.ModelData.from_s3(models, f"churn/{key}.tar.gz")
        ),
        instance_type="ml.c6i.xlarge",
        initial_instance_count=2,
        initial_variant_weight=weight,
    )
    for name, key, weight in [("Champion", "trees-4f1c9a", 9), ("Challenger", "net-07be11", 1)]
]
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    variants=variants,
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
latency = endpoint.metric_model_latency(variant_name="Challenger", statistic="p99")
app.synth()
