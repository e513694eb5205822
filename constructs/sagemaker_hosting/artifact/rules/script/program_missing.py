"""SMH0749."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class ProgramMissing(ArtifactRule):
    """``SAGEMAKER_PROGRAM`` names the script in ``code/``. Where there is none of that name,
    containers fail to import it, or use their default handler without a word.
    """

    id = "SMH0749"
    title = "the script that SAGEMAKER_PROGRAM names"
    facts = ("seed002-entry-point",)
    pages = (513, 570, 585)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/neo-deployment-hosting-services-prerequisites.html"
    needs_whole = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        named = declared.environment.get("SAGEMAKER_PROGRAM")
        path = declared.program
        if named and path is not None and path not in contents.paths:
            name = path.rpartition("/")[2]
            strays = sorted(each for each in contents.paths if each.rpartition("/")[2] == name)
            yield self.finding(
                path,
                f"SAGEMAKER_PROGRAM is {named!r}, and the artifact has no {path}"
                + (f", but {strays[0]!r}" if strays else ""),
                f"pack the script at {path}, or set SAGEMAKER_PROGRAM to one that is there",
            )
