"""SMH0789."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.limits import SERVERLESS_DISK_BYTES


class ServerlessDisk(ArtifactRule):
    """A serverless endpoint has 5 GB of ephemeral disk, whatever its memory."""

    id = "SMH0789"
    title = "a model that fits the disk of a serverless endpoint"
    facts = ("sls-disk-5gb",)
    pages = (226,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"
    of_size = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        if declared.serverless and contents.unpacked_bytes > SERVERLESS_DISK_BYTES.value:
            yield self.finding(
                "",
                f"it unpacks to {contents.unpacked_bytes / 2**30:.1f} GiB; a serverless "
                "endpoint has 5 of disk",
                "host it on an instance, or quantize it",
            )
