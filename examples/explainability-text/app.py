"""Which words of a review made it a bad one: explanations of text, in JSON Lines."""

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting

app = cdk.App()
stack = cdk.Stack(app, "Reviews", env=cdk.Environment(account="111111111111", region="eu-west-1"))
cdk.Validations.of(app).add_plugins(hosting.HostingRules())

images = ecr.Repository.from_repository_name(stack, "Images", "reviews")
models = s3.Bucket.from_bucket_name(stack, "Models", "review-models")

endpoint = hosting.RealTimeEndpoint(
    stack,
    "Endpoint",
    image=hosting.ContainerImage.from_ecr(images, tag="0.8.0"),
    data=hosting.ModelData.from_s3(models, "reviews/4f1c9a/model.tar.gz"),
    instance_type="ml.m5.2xlarge",
    initial_instance_count=2,
    explainer=hosting.ClarifyExplainer(
        inference=hosting.ClarifyInference(
            features_attribute="features",
            content_template='{"features":$features}',
            max_record_count=100,
            probability_attribute="probability",
            label_attribute="labels",
            feature_types=["text"],
        ),
        shap=hosting.ClarifyShap(
            baseline=hosting.ShapBaseline.from_s3(
                models, "reviews/baseline.jsonl", mime_type="application/jsonlines"
            ),
            number_of_samples=100,
            text=hosting.ClarifyText(language="en", granularity="token"),
        ),
    ),
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
app.synth()
