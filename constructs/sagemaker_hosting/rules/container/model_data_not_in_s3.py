"""SMH0206."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ModelDataNotInS3(Rule):
    """Model data lie in S3; an address of another kind is refused."""

    id = "SMH0206"
    title = "model data outside S3"
    resource_types = ("AWS::SageMaker::Model",)
    facts = (
        "artifact-bucket-same-region",
        "create-model-fields",
        "model-artifact-s3-targz",
        "seed001-output-path-wrong",
    )
    pages = (23, 40, 133, 234, 269, 270, 321, 374)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html"
    schema = True

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each address outside S3."""
        for container in containers(resource):
            for path in ("ModelDataUrl", "ModelDataSource/S3DataSource/S3Uri"):
                url = container.get(path)
                if url.text is not None and not url.text.startswith(("s3://", "https://")):
                    yield self.finding(
                        resource,
                        url,
                        f"{url.text!r} is not an S3 address",
                        "write s3://<bucket>/<key>",
                    )
