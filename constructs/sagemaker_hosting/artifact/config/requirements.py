"""Reading ``requirements.txt`` as pip does."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


class Form(enum.StrEnum):
    """What a line of a requirements file is."""

    NAMED = "named"
    ADDRESS = "address"
    PATH = "path"
    EDITABLE = "editable"
    OPTION = "option"
    INVALID = "invalid"


@dataclass(frozen=True)
class Requirement:
    """One line of a requirements file.

    Attributes:
        form: What it is.
        text: As it is written, without comments.
        line: Where, from 1.
        name: The normalized name of the distribution; empty where it is not said.
        specifier: The versions it may have, ``==1.2``; empty where any will do.
        target: The address or path, without what it is for; empty for a name.
    """

    form: Form
    text: str
    line: int
    name: str = ""
    specifier: str = ""
    target: str = ""

    @property
    def pin(self) -> tuple[int, ...] | None:
        """Return the one version that it may have; None when several will do."""
        found = re.fullmatch(r"={2,3}\s*(\d+(?:\.\d+)*)(?:\+[\w.]+)?", self.specifier)
        return tuple(int(part) for part in found[1].split(".")) if found else None


_LONGEST: Final = 2000
_NAME: Final = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_VERSION: Final = r"(?:===|==|~=|!=|<=|>=|<|>)\s*[A-Za-z0-9.*+!_-]+"
_NAMED: Final = re.compile(
    rf"(?P<name>{_NAME})\s*(?:\[[^\]]*\])?\s*"
    rf"(?P<specifier>\(?\s*(?:{_VERSION}(?:\s*,\s*{_VERSION})*)?\s*,?\s*\)?)\s*(?:;.+)?"
)
_AT: Final = re.compile(rf"(?P<name>{_NAME})\s*(?:\[[^\]]*\])?\s*@\s*(?P<target>\S+)(?:\s*;.+)?")
_ADDRESS: Final = re.compile(
    r"(?:(?:git|hg|svn|bzr)\+)?(?:https?|ssh|git|file|ftp)://\S+(?:\s*;.+)?"
)
_EGG: Final = re.compile(rf"#(?:.*&)?egg=({_NAME})")
_OPTIONS: Final = (
    "-i", "--index-url", "--extra-index-url", "--no-index", "-f", "--find-links", "--pre",
    "--prefer-binary", "--no-binary", "--only-binary", "--trusted-host", "--use-feature",
    "--require-hashes", "-r", "--requirement", "-c", "--constraint",
)  # fmt: skip


def parse_requirements(text: str) -> list[Requirement]:
    """Return the lines of a requirements file, but for empty ones and comments."""
    return [_parse(line, number) for number, line in _logical_lines(text)]


def normalized(name: str) -> str:
    """Return a name of a distribution as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    held = ""
    start = 0
    for number, raw in enumerate(text.splitlines(), 1):
        if not held:
            start = number
        comment = re.search(r"(^|\s)#", raw)
        line = raw[: comment.start()] if comment else raw
        if line.endswith("\\") and not comment:
            held += line[:-1] + " "
            continue
        whole = (held + line).strip()
        held = ""
        if whole:
            yield start, whole
    if held.strip():
        yield start, held.strip()


def _parse(text: str, line: int) -> Requirement:
    if len(text) > _LONGEST:
        return Requirement(Form.INVALID, text, line)
    if re.match(r"(-e|--editable)(\s|=)", text):
        target = re.sub(r"^(-e|--editable)(\s+|=)", "", text)
        return Requirement(Form.EDITABLE, text, line, target=target)
    if text.startswith("-"):
        option = re.split(r"[\s=]", text, maxsplit=1)[0]
        form = Form.OPTION if option in _OPTIONS else Form.INVALID
        target = text[len(option) :].strip(" =")
        return Requirement(form, text, line, target=target)
    body = re.sub(r"\s--(?:hash|global-option|config-settings)[=\s]\S+", "", text).strip()
    if _ADDRESS.fullmatch(body):
        egg = _EGG.search(body)
        name = normalized(egg[1]) if egg else ""
        return Requirement(Form.ADDRESS, text, line, name=name, target=body.split(";")[0].strip())
    if (found := _AT.fullmatch(body)) is not None:
        return Requirement(
            Form.ADDRESS, text, line, name=normalized(found["name"]), target=found["target"]
        )
    if body.startswith((".", "/")) or body.endswith((".whl", ".tar.gz", ".zip")):
        return Requirement(Form.PATH, text, line, target=body.split("[")[0].split(";")[0].strip())
    if (found := _NAMED.fullmatch(body)) is not None:
        specifier = found["specifier"].strip("() ,")
        return Requirement(
            Form.NAMED, text, line, name=normalized(found["name"]), specifier=specifier
        )
    return Requirement(Form.INVALID, text, line)
