"""SMH0747."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.script.parse import handler_script
from sagemaker_hosting.artifact.script.walk import download_in
from sagemaker_hosting.core.findings import Finding, Severity


class ModelFnDownloads(ArtifactRule):
    """SageMaker has downloaded the artifact before ``model_fn`` runs. A script that fetches
    the model again loads bytes that nobody versioned, needs permissions of its own and starts
    slower.
    """

    id = "SMH0747"
    title = "a model from the artifact, not from S3"
    severity = Severity.INFO
    facts = ("seed000-model-data-not-s3",)
    pages = (614,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        script = handler_script(contents, declared)
        function = script.functions.get("model_fn") if script else None
        if script is None or function is None or declared.network_isolation:
            return
        found = download_in(function)
        if found is not None:
            yield self.finding(
                script.path,
                f"model_fn fetches from S3 ({found[0]})",
                "put the file into the artifact, and open it below model_dir",
                line=found[1],
            )
