"""SMH0172."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, remembered


class ArtifactDeletedWithStack(Rule):
    """The bucket of the artifacts is emptied or deleted together with the stack.

    A model of another stack, or an endpoint that is kept, is then left without its artifact.
    """

    id = "SMH0172"
    title = "model data that goes with the stack"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("sec-keep-artifacts",)
    pages = (595,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/best-practices.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each bucket that is emptied."""
        template = resource.template
        for bucket in resource.all_related("Bucket") if template is not None else ():
            if bucket.logical_id in _emptied(template):
                yield self.finding(
                    resource,
                    "",
                    f"the bucket {bucket.logical_id} is emptied when the stack is deleted",
                    "keep the bucket: no auto_delete_objects, and removal policy RETAIN",
                )


@remembered
def _emptied(template: Resources) -> Iterator[str]:
    """Yield the buckets that are emptied with the stack."""
    for each in template.of_type("Custom::S3AutoDeleteObjects"):
        bucket = template.named(each.get("BucketName"), "AWS::S3::Bucket", "BucketName")
        if bucket is not None:
            yield bucket.logical_id
