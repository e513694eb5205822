"""SMH0788."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.limits import MODEL_BYTES


class ModelTooLarge(ArtifactRule):
    """Hosting takes models of up to 500 GB, and a volume has at most 512."""

    id = "SMH0788"
    title = "a model that hosting takes"
    facts = ("fm-large-models",)
    pages = (607,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-deploy-feature-matrix.html"
    of_size = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        if contents.unpacked_bytes > MODEL_BYTES.value:
            yield self.finding(
                "",
                f"it unpacks to {contents.unpacked_bytes / 10**9:.0f} GB; hosting takes 500",
                "quantize the model, or split it over several endpoints",
            )
