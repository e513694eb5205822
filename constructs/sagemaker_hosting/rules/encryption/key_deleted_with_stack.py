"""SMH1071."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class KeyDeletedWithStack(Rule):
    """A key that is deleted takes with it everything that it encrypts.

    An endpoint that another stack makes with it, and the data it captured, are lost.
    """

    id = "SMH1071"
    title = "KMS key that goes with the stack"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("sec-keep-kms-s3",)
    pages = (596,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/best-practices.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a key that is deleted."""
        key = resource.related("Key")
        if key is None or key.template is None:
            return
        if key.template.attribute(key, "DeletionPolicy").text == "Delete":
            yield self.finding(
                resource,
                "KmsKeyId",
                f"the key {key.logical_id} is deleted with the stack",
                "set DeletionPolicy and UpdateReplacePolicy of the key to Retain (removal policy "
                "RETAIN)",
            )
