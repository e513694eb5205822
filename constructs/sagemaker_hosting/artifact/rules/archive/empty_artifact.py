"""SMH0718."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.read.member import Kind
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class EmptyArtifact(ArtifactRule):
    """A training job that saved nothing leaves an archive without files, and the endpoint that
    is made of it has no model.
    """

    id = "SMH0718"
    title = "an artifact that holds something"
    facts = ("seed001-silent-missing",)
    pages = (614,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"
    needs_whole = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        if all(member.kind is Kind.DIRECTORY for member in contents.members):
            yield self.finding(
                "",
                "it holds no files",
                "save the model into /opt/ml/model in training, or pack its directory",
            )
