"""SMH0717."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.ignore import Ignore
from sagemaker_hosting.artifact.read.member import Kind
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding, Severity

_OF_TRAINING: Final = re.compile(
    r"(?:.*/)?(?:checkpoint-\d+/.+|optimizer\.(?:pt|pth|bin)|scheduler\.pt|rng_state[^/]*\.pth"
    r"|trainer_state\.json|events\.out\.tfevents\.[^/]*)"
)
_LONGEST: Final = 1024
_ARCHIVES: Final = (".tar.gz", ".tgz", ".tar", ".zip.bak")


def _litter(ignore: Ignore, path: str, *, directory: bool) -> tuple[str, str] | None:
    """Return what is litter, and why; None when it is none."""
    parts = path.split("/")
    for end in range(1, len(parts) + 1):
        part = "/".join(parts[:end])
        if ignore.ignores(part, directory=directory or end < len(parts)):
            return part, "it has no use in a container"
    if _OF_TRAINING.fullmatch(path):
        folder = re.match(r"(?:.*/)?checkpoint-\d+(?=/)", path)
        return (folder[0] if folder else path), "it is what training resumes from, not the model"
    if path.endswith(_ARCHIVES) and not directory:
        return path, "it is an archive in the archive, which nobody unpacks"
    return None


class Litter(ArtifactRule):
    """The guide asks to keep unnecessary files out of the archive: each instance downloads and
    unpacks them before the container starts, and version control tells more than it should.
    """

    id = "SMH0717"
    title = "no litter"
    severity = Severity.WARNING
    facts = ("artifact-no-junk",)
    pages = (588, 614)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        ignore = Ignore()
        reported: set[str] = set()
        for member in contents.members:
            if len(member.name) > _LONGEST:
                continue  # SMH0715 reports it
            found = _litter(ignore, member.path, directory=member.kind is Kind.DIRECTORY)
            if found and found[0] not in reported:
                reported.add(found[0])
                yield self.finding(
                    found[0], found[1], "leave it out; artifact pack does, or .sagemakerignore"
                )
