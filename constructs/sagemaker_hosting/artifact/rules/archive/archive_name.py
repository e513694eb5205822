"""SMH0702."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents, Form
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class ArchiveName(ArtifactRule):
    """``ModelDataUrl`` has to name a ``.tar.gz``; other names are refused or taken for a
    prefix.
    """

    id = "SMH0702"
    title = "a name that ends in .tar.gz"
    facts = ("faq-bring-model",)
    pages = (614,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        if contents.form is Form.ARCHIVE and not contents.name.endswith(".tar.gz"):
            yield self.finding(
                "",
                f"the name {contents.name.rpartition('/')[2]!r} does not end in .tar.gz",
                "call it model.tar.gz",
            )
