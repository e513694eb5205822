"""SMH1070."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class DisabledKey(Rule):
    """The volumes of the endpoint are encrypted with the key of its configuration.

    With a disabled key no instance starts.
    """

    id = "SMH1070"
    title = "KMS key that is disabled"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("sec-keep-kms-s3",)
    pages = (596,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/best-practices.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a disabled key."""
        key = resource.related("Key")
        if key is not None and key.get("Enabled").boolean is False:
            yield self.finding(
                resource,
                "KmsKeyId",
                f"the key {key.logical_id} is disabled",
                "set Enabled of the key to true for as long as the endpoint lives",
            )
