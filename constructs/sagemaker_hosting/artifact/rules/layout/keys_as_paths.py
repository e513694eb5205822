"""SMH0796."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents, Form
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.read.member import Kind
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class KeysAsPaths(ArtifactRule):
    """Each object below an uncompressed prefix becomes a file below ``/opt/ml/model``. A
    folder marker, as the console makes it, or a key with an empty part is no path, and the
    deployment fails.
    """

    id = "SMH0796"
    title = "keys below the prefix that become paths"
    facts = ("unc-filename-rules", "unc-prefix-rule", "unc-download-dir")
    pages = (313,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-uncompressed.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        if contents.form is not Form.PREFIX:
            return
        for member in contents.members:
            parts = member.name.split("/")
            if member.kind is Kind.DIRECTORY:
                yield self.finding(
                    member.name,
                    "it is a folder marker, an object whose key ends in a slash",
                    f"delete it: aws s3api delete-object --key .../{member.name}/",
                )
            elif "" in parts or "." in parts:
                yield self.finding(
                    member.name,
                    "a part of the key is empty or a dot",
                    "upload it under an ordinary key",
                )
