"""SMH0205."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ModelDataNotAnArchive(Rule):
    """ModelDataUrl names a gzip-compressed tar archive; a bare model file is not unpacked."""

    id = "SMH0205"
    title = "model data is not a .tar.gz archive"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = (
        "artifact-archive-layout",
        "seed003-tar-root",
        "faq-bring-model",
        "model-artifact-s3-targz",
        "unc-xor-modeldataurl",
    )
    pages = (24, 234, 269, 270, 313, 614)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each file that is no archive."""
        for container in containers(resource):
            url = container.get("ModelDataUrl")
            mode = container.get("Mode")
            if url.text is None or not (mode.is_absent or mode.text == "SingleModel"):
                continue

            # An asset of the CDK keeps the last extension only: <hash>.gz.
            if not url.text.endswith(("/", ".gz", ".tgz")):
                yield self.finding(
                    resource,
                    url,
                    f"{url.text!r} is not a .tar.gz archive",
                    "pack the model (ModelData.from_directory), or use ModelDataSource with "
                    "S3Object and CompressionType None",
                )
