"""SMH0794."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents, Form
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class ServerlessForm(ArtifactRule):
    """A serverless endpoint takes a ``.tar.gz``; an uncompressed prefix is refused."""

    id = "SMH0794"
    title = "an archive for a serverless endpoint"
    facts = ("sls-excl-model-data-source",)
    pages = (314,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-uncompressed.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        if declared.serverless and contents.form is Form.PREFIX:
            yield self.finding(
                "",
                "it is an uncompressed prefix, and the endpoint is serverless",
                "pack it into a .tar.gz",
            )
