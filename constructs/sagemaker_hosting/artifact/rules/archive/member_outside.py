"""SMH0709."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class MemberOutside(ArtifactRule):
    """SageMaker unpacks into ``/opt/ml/model``. A name that begins with ``/`` or climbs with
    ``..`` writes elsewhere, or makes the unpacking fail.
    """

    id = "SMH0709"
    title = "members that stay in the model directory"
    facts = ("artifact-extract-path",)
    pages = (614,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for member in contents.members:
            if member.name.startswith("/"):
                yield self.finding(
                    member.name,
                    "the name is absolute",
                    "pack with names relative to the model directory",
                )
            elif ".." in member.name.split("/"):
                yield self.finding(
                    member.name, "the name climbs with '..'", "pack from inside the model directory"
                )
