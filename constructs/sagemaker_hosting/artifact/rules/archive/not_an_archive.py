"""SMH0701."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.read.damage import Flaw
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class NotAnArchive(ArtifactRule):
    """SageMaker unpacks model data with gzip and tar. A zip file, a tar archive that was not
    compressed or a bare model file fails at deployment, whatever its name says.
    """

    id = "SMH0701"
    title = "a gzip-compressed tar archive"
    facts = ("faq-bring-model", "artifact-archive-layout")
    pages = (24, 614)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        damage = contents.damage
        if damage is not None and damage.flaw in (Flaw.NOT_GZIP, Flaw.NOT_TAR):
            yield self.finding(
                "",
                damage.message,
                "pack it with: sagemaker-hosting artifact pack DIRECTORY -o model.tar.gz "
                "(ModelData.from_directory)",
            )
