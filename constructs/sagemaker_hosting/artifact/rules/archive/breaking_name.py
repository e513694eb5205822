"""SMH0715."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding

_LONGEST_NAME: Final = 255
_LONGEST_PATH: Final = 4096 - len("/opt/ml/model/") - 1


def _reason(name: str) -> str:
    if any(ord(character) < 32 or ord(character) == 127 for character in name):
        return "the name has a control character"
    raw = name.encode("utf-8", "surrogateescape")
    if any(0xD800 <= ord(character) <= 0xDFFF for character in name):
        return "the name is not UTF-8"
    if len(raw) > _LONGEST_PATH:
        return f"the path has {len(raw)} bytes; at most {_LONGEST_PATH} can be opened"
    longest = max((len(part) for part in raw.split(b"/")), default=0)
    if longest > _LONGEST_NAME:
        return f"a name in it has {longest} bytes; file systems take {_LONGEST_NAME}"
    if "\\" in name:
        return "the name has a backslash: it was packed on Windows with the wrong separator"
    return ""


class BreakingName(ArtifactRule):
    """A name of more than 255 bytes, with a control character or with bytes that are no UTF-8
    breaks the unpacking, or the script that looks for the file.
    """

    id = "SMH0715"
    title = "names that every file system takes"
    facts = ("unc-filename-rules",)
    pages = (313,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for member in contents.members:
            reason = _reason(member.name)
            if reason:
                yield self.finding(member.name, reason, "rename it")
