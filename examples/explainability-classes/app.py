"""What speaks for each of three classes, explained when a request asks for it."""

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Tickets", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "tickets")
models = s3.Bucket.from_bucket_name(stack, "Models", "ticket-models")

endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    image=hosting.ContainerImage.from_ecr(images, tag="2.1.0"),
    data=hosting.ModelData.from_s3(models, "tickets/4f1c9a/model.tar.gz"),
    instance_type="ml.m5.2xlarge",
    initial_instance_count=2,
    explainer=hosting.ClarifyExplainer(
        enable_explanations=False,  # unless a request says otherwise
        inference=hosting.ClarifyInference(label_headers=["fault", "question", "praise"]),
        shap=hosting.ClarifyShap(
            baseline=hosting.ShapBaseline.from_s3(models, "tickets/baseline.csv"),
            number_of_samples=200,
        ),
    ),
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
app.synth()
