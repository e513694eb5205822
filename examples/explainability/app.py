"""Answers with SHAP values for each column, for those customers who are likely to leave."""

import aws_cdk as cdk
from aws_cdk import Size
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
    explainer=hosting.ClarifyExplainer(
        enable_explanations="[1] > `0.5`",  # JMESPath over the answer of the model
        inference=hosting.ClarifyInference(
            max_record_count=100,
            max_payload=Size.mebibytes(6),
            label_index=0,
            probability_index=1,
            feature_headers=["age", "calls", "months"],
        ),
        shap=hosting.ClarifyShap(
            baseline=hosting.ShapBaseline.inline("41,2,17", mime_type="text/csv"),
            use_logit=True,
            seed=7,
        ),
    ),
    scaling=hosting.Scaling(min_capacity=2, max_capacity=8)
    .track_invocations(per_instance_per_minute=900)
    .track_metric("ExplanationsPerInstance", target=20),
    encryption_key=kms.Key(stack, "Volumes", enable_key_rotation=True),
)
app.synth()
