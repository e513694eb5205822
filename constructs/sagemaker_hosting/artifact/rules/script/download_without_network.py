"""SMH0748."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.script.parse import handler_script
from sagemaker_hosting.artifact.script.walk import download_in
from sagemaker_hosting.core.findings import Finding


class DownloadWithoutNetwork(ArtifactRule):
    """Under network isolation the container reaches nothing, S3 included. A ``model_fn`` that
    downloads waits until the health check gives up.
    """

    id = "SMH0748"
    title = "no downloads under network isolation"
    facts = ("seed000-model-data-not-s3",)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        script = handler_script(contents, declared)
        function = script.functions.get("model_fn") if script else None
        if script is None or function is None or not declared.network_isolation:
            return
        found = download_in(function)
        if found is not None:
            yield self.finding(
                script.path,
                f"model_fn fetches from S3 ({found[0]}), and the model has network isolation",
                "put the file into the artifact, and open it below model_dir",
                line=found[1],
            )
