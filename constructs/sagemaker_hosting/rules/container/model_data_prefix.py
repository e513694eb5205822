"""SMH0204."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ModelDataPrefix(Rule):
    """ModelDataUrl of a single model is one archive. Of a prefix SageMaker finds no model data."""

    id = "SMH0204"
    title = "prefix where an archive is expected"
    resource_types = ("AWS::SageMaker::Model",)
    facts = (
        "create-model-fields",
        "seed003-tar-root",
        "mme-create-mode-and-prefix",
        "model-artifact-s3-targz",
        "mme-default-mode-singlemodel",
    )
    pages = (
        40,
        75,
        80,
        81,
        234,
        269,
        270,
    )
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each prefix."""
        for container in containers(resource):
            url = container.get("ModelDataUrl")
            mode = container.get("Mode")
            if url.text is None or not (mode.is_absent or mode.text == "SingleModel"):
                continue

            if url.text.endswith("/"):
                yield self.finding(
                    resource,
                    url,
                    f"{url.text!r} is a prefix; ModelDataUrl names one .tar.gz archive",
                    "name the archive; for a prefix of plain files use ModelDataSource with "
                    "S3Prefix, for many archives set Mode to MultiModel",
                )
