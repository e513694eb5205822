"""SMH0786."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.limits import LARGE_MODEL_BYTES


class DownloadTimeout(ArtifactRule):
    """Downloading and unpacking has a time limit of its own. For models above 40 GB the guide
    raises ``ModelDataDownloadTimeoutInSeconds``.
    """

    id = "SMH0786"
    title = "time to download a large model"
    severity = Severity.WARNING
    facts = ("lmi-download-timeout",)
    pages = (311, 312)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-hosting.html"
    of_size = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        if declared.download_timeout == 0 and contents.unpacked_bytes > LARGE_MODEL_BYTES.value:
            yield self.finding(
                "",
                f"it unpacks to {contents.unpacked_bytes / 10**9:.0f} GB, and the time to "
                "download is the "
                "default",
                "set ModelDataDownloadTimeoutInSeconds (model_data_download_timeout), up to 3600",
            )
