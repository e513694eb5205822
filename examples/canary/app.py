"""An update that shows 10 % of the traffic to the new fleet before it takes the rest."""

import aws_cdk as cdk
from aws_cdk import Duration
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Churn", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "churn")
models = s3.Bucket.from_bucket_name(stack, "Models", "churn-models")

endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    image=hosting.ContainerImage.from_ecr(images, tag="1.4.2"),
    data=hosting.ModelData.from_s3(models, "churn/4f1c9a/model.tar.gz"),
    instance_type="ml.m5.xlarge",
    initial_instance_count=10,
    rollout=hosting.Rollout.canary(
        size=hosting.Capacity.percent(10),
        bake=Duration.minutes(10),
        termination_wait=Duration.minutes(5),
    ),
    rollback_on=[
        hosting.RollbackAlarm.error_rate(above=0.01),
        hosting.RollbackAlarm.p99_latency(above=Duration.millis(200)),
    ],
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
app.synth()
