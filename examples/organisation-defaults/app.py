"""What a platform team says once, and a product team that states its model and nothing else."""

import aws_cdk as cdk
from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Churn", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

key = kms.Key(stack, "Key", enable_key_rotation=True)
on_call = sns.Topic.from_topic_arn(stack, "OnCall", "arn:aws:sns:eu-west-1:111111111111:on-call")
boundary = iam.ManagedPolicy.from_managed_policy_name(stack, "Boundary", "workloads")

hosting.HostingDefaults.of(app).set(
    hosting.Defaults(
        volume_key=key,
        permissions_boundary=boundary,
        alarm_topics=[on_call],
        rollback_on=[hosting.RollbackAlarm.error_rate(above=0.01)],
        logs=hosting.ContainerLogs(retention=Duration.days(30), encryption_key=key),
        tags={"cost-centre": "ml"},
        name_prefix="prod-",
        allowed_instance_types=["ml.m5.*", "ml.c6i.*", "ml.g5.xlarge"],
        minimum_bake=Duration.minutes(5),
    ).enforced(
        names=["allowed_instance_types", "minimum_bake"],
        message="larger fleets need a budget: write to #ml-platform",
    )
)
endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    image=hosting.ContainerImage.from_uri(
        "111111111111.dkr.ecr.eu-west-1.amazonaws.com/churn:1.4.2"
    ),
    instance_type="ml.m5.xlarge",
    initial_instance_count=2,
)
app.synth()
