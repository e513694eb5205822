"""SMH0790."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.read.member import Kind
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding, Severity


class ServerlessMemory(ArtifactRule):
    """The memory of a serverless endpoint has to be at least as large as the model, which is
    loaded into it.
    """

    id = "SMH0790"
    title = "memory of at least the model's size"
    severity = Severity.WARNING
    facts = ("sls-memory-ge-model",)
    pages = (225, 226)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"
    of_size = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        memory = declared.serverless_memory_mb
        if memory is None:
            return
        size = sum(
            member.size
            for path, member in contents.by_path.items()
            if member.kind is Kind.FILE and not path.startswith("code/")
        )
        if size > memory * 2**20:
            yield self.finding(
                "",
                f"the model has {size / 2**20:.0f} MiB, and the endpoint {memory} MB of memory",
                "raise MemorySizeInMB (memory), at most 6144, or quantize the model",
            )
