"""SMH0795."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.read.member import Kind
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class ServeNotExecutable(ArtifactRule):
    """SageMaker starts a container with the argument ``serve``. A program of that name in the
    artifact has to be executable, and keeps its mode only in an archive.
    """

    id = "SMH0795"
    title = "an executable program serve"
    facts = ("mme-serve-entrypoint",)
    pages = (92, 93)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for path in ("serve", "code/serve"):
            member = contents.by_path.get(path)
            if member is not None and member.kind is Kind.FILE and not member.mode & 0o111:
                yield self.finding(
                    path,
                    f"nobody may execute it (mode {member.mode:o})",
                    f"chmod +x {path} before packing",
                )
