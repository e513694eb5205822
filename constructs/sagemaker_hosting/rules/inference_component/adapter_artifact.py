"""SMH0651."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class AdapterArtifact(Rule):
    """What an adapter brings is one .tar.gz archive in S3, and nothing besides."""

    id = "SMH0651"
    title = "adapter without its archive"
    resource_types = ("AWS::SageMaker::InferenceComponent",)
    facts = ("adapter-artifact-targz",)
    pages = (221, 222)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentContainerSpecification.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an adapter without an archive."""
        specification = resource.part("Specification")
        if not specification.get("BaseInferenceComponentName").is_given:
            return
        url = specification.get("Container/ArtifactUrl")
        if url.is_absent:
            yield self.finding(
                resource,
                "Specification",
                "the adapter has no Container.ArtifactUrl",
                "set Container.ArtifactUrl to s3://<bucket>/<key>.tar.gz (data=)",
            )
        # An asset of the CDK keeps the last extension only: <hash>.gz.
        elif url.text is not None and not url.text.endswith((".gz", ".tgz")):
            yield self.finding(
                resource,
                url,
                f"{url.text!r} is not a .tar.gz archive",
                "pack the adapter (ModelData.from_directory)",
            )
