"""SMH0210."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class S3SourceForm(Rule):
    """A prefix ends in a slash and is never compressed; an object does not end in a slash."""

    id = "SMH0210"
    title = "S3 source of model data contradicts itself"
    resource_types = ("AWS::SageMaker::Model",)
    facts = (
        "unc-prefix-trailing-slash",
        "unc-prefix-no-gzip",
        "unc-single-object",
        "ts-model-data-prefix",
    )
    pages = (313, 314, 322)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each contradiction."""
        for container in containers(resource):
            source = container.part("ModelDataSource/S3DataSource")
            kind = source.get("S3DataType").text
            uri = source.get("S3Uri")
            compression = source.get("CompressionType")
            if kind == "S3Prefix" and uri.text is not None and not uri.text.endswith("/"):
                yield self.finding(
                    resource, uri, f"the prefix {uri.text!r} does not end in /", "add a / to S3Uri"
                )
            if kind == "S3Object" and uri.text is not None and uri.text.endswith("/"):
                yield self.finding(
                    resource,
                    uri,
                    f"{uri.text!r} is a prefix and S3DataType is S3Object",
                    "name one object, or set S3DataType to S3Prefix",
                )
            if kind == "S3Prefix" and compression.text == "Gzip":
                yield self.finding(
                    resource,
                    compression,
                    "a prefix cannot be compressed with Gzip",
                    "set CompressionType to None, or S3DataType to S3Object",
                )
