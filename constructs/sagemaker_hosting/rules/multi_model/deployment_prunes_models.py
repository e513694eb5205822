"""SMH1911."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import BUCKET, model_prefixes
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class DeploymentPrunesModels(Rule):
    """A bucket deployment of the CDK deletes what it did not bring, and that is its default.

    Below the prefix of a multi-model endpoint it deletes the models that others have added.
    """

    id = "SMH1911"
    title = "bucket deployment that deletes models"
    severity = Severity.WARNING
    resource_types = ("Custom::CDKBucketDeployment",)
    facts = ("mme-delete-model",)
    pages = (72, 89)
    url = "https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_s3_deployment/BucketDeployment.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each endpoint whose models are pruned."""
        if resource.template is None:
            return
        prune, start = resource.get("Prune"), resource.get("DestinationBucketKeyPrefix")
        bucket = resource.template.named(
            resource.get("DestinationBucketName"), BUCKET, "BucketName"
        )
        if bucket is None or not (prune.is_absent or prune.boolean):
            return
        covered = "" if start.is_absent else start.text
        for model, prefix in model_prefixes(bucket):
            if covered is not None and prefix.startswith(covered.strip("/")):
                yield self.finding(
                    resource,
                    "Prune",
                    f"the deployment deletes models of {model.logical_id} that it did not bring",
                    "pass prune=False, or deploy to a prefix of its own",
                )
