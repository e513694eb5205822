"""SMH0793."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents, Form
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class MultiModelForm(ArtifactRule):
    """Each model of a multi-model endpoint is a ``.tar.gz`` of its own below one prefix; the
    uncompressed form cannot be combined with it.
    """

    id = "SMH0793"
    title = "archives for a multi-model endpoint"
    facts = ("unc-excl-mme",)
    pages = (314,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-uncompressed.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        if declared.multi_model and contents.form is Form.PREFIX:
            yield self.finding(
                "",
                "it is an uncompressed prefix, and the endpoint serves many models",
                "pack each model into a .tar.gz, and upload them below the prefix",
            )
