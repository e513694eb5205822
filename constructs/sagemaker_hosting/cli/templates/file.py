"""Reading one template file, JSON or YAML, with the position of everything in it.

What CloudFormation would not take either is refused with a line: a file that is too large, is no
text, is malformed, nests too deeply, or grows without bound through aliases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

MAX_BYTES: Final = 16 * 1024 * 1024
"""The largest file that is read. CloudFormation takes templates of 1 MB."""
MAX_DEPTH: Final = 200
"""How deep maps and lists may nest."""
MAX_NODES: Final = 2_000_000
"""How many values a file may hold once its aliases are written out."""

Position = tuple[int, int]
"""A line and a column, both from 1."""


class Unreadable(Exception):
    """A file that is no template that can be read.

    Attributes:
        message: What is wrong with it.
        fix: What to do about it.
        position: Where, when that is known.
    """

    def __init__(self, message: str, fix: str, position: Position | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.position = position


class Twice(NamedTuple):
    """A key that one map says twice.

    Attributes:
        key: The key.
        position: Where it is said again.
    """

    key: str
    position: Position


class Locator(Protocol):
    """Knows where the values of a document stand."""

    def locate(self, path: Sequence[str | int]) -> Position:
        """Return where the value at ``path`` stands, or the deepest part of it that exists.

        Of a member of a map, that is where its key stands.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFile:
    """A template and the file that it was read from.

    Attributes:
        path: The file, as it was named.
        template: The template: maps, lists, strings, numbers, booleans. Short intrinsic functions
            of YAML are written out.
        locator: Where everything in it stands.
        twice: The keys that one map says twice.
    """

    path: str
    template: Mapping[str, Any]
    locator: Locator
    twice: Sequence[Twice] = ()

    def position(self, resource: str, property: str = "") -> Position:
        """Return where a resource, or a property of it, stands.

        Args:
            resource: The logical id; empty for the template as a whole.
            property: The path below its properties, joined by ``/``. Default: the resource itself.
        """
        path: list[str | int] = ["Resources", resource] if resource else []
        if property:
            path += ["Properties", *property.split("/")]
        return self.locator.locate(path)


def read(path: Path, name: str | None = None) -> TemplateFile | None:
    """Read a file; None when it is well-formed, but no CloudFormation template.

    Args:
        path: The file.
        name: How to call it. Default: its path as given.

    Raises:
        Unreadable: When it cannot be read.
    """
    return parse(_text(path), name or str(path))


def parse(text: str, name: str) -> TemplateFile | None:
    """Read the text of a file; None when it is well-formed, but no CloudFormation template.

    Args:
        text: JSON or YAML.
        name: How to call the file.

    Raises:
        Unreadable: When it cannot be read.
    """
    if not text.strip():
        raise Unreadable("the file is empty", "write a template, or leave the file out")
    from sagemaker_hosting.cli.templates import json_document, yaml_document

    locator: Locator
    if text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        try:
            document, locator, twice = json_document.load(text)
        except json_document.NotJson as error:
            if name.endswith(".json"):
                raise error.reason from None
            # YAML may be written in braces too.
            try:
                document, locator, twice = yaml_document.load(text)
            except Unreadable:
                raise error.reason from None
    else:
        document, locator, twice = yaml_document.load(text)
    if not is_template(document):
        return None
    return TemplateFile(path=name, template=document, locator=locator, twice=twice)


def is_template(document: Any) -> bool:
    """Return whether a document is meant as a CloudFormation template."""
    if not isinstance(document, Mapping):
        return False
    if "AWSTemplateFormatVersion" in document:
        return True
    resources = document.get("Resources")
    return isinstance(resources, Mapping) and any(
        isinstance(body, Mapping) and isinstance(body.get("Type"), str)
        for body in resources.values()
    )


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise Unreadable(
                f"the file has {size / 1024 / 1024:.1f} MiB; up to {MAX_BYTES // 1024 // 1024} MiB "
                "are read",
                "split it into nested stacks: CloudFormation takes templates of 1 MB",
            )
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable(
            f"the file cannot be read: {error.strerror or error}",
            "check that it is a regular file and that you may read it",
        ) from error
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("the file is binary", "name a template in JSON or YAML")
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"the file is not {encoding.removesuffix('-sig').upper()}: {error.reason}",
            "save it as UTF-8",
            (line, error.start - content.rfind(b"\n", 0, error.start)),
        ) from error
