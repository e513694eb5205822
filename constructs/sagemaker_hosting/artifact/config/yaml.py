"""Reading the plain part of YAML: mappings, lists and scalars by indentation.

That is all that ``model-config.yaml`` of TorchServe uses. What goes beyond it (anchors, tags, block
texts, several documents) is not understood, and nothing is said about it. A parser of all of YAML
would be a dependency of everybody who synthesizes a stack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

_KEY: Final = re.compile(
    r"(?P<key>\"[^\"]*\"|'[^']*'|[^\s#:\[\]{},&*!|>'\"%@`-][^:#]*?)\s*:(?:\s+(?P<value>.*))?"
)
_MOST_LINES: Final = 10_000
_DEEPEST: Final = 30


class NotPlain(Exception):
    """The document uses more of YAML than is read here."""


@dataclass(frozen=True)
class _Line:
    number: int
    indent: int
    text: str


def parse_yaml(text: str) -> tuple[dict[str, Any], dict[str, int]]:
    """Return a mapping, and the line of each of its keys by path (``a.b``).

    Raises:
        NotPlain: It uses more of YAML, or is broken.
    """
    lines = []
    for number, raw in enumerate(text.splitlines()[:_MOST_LINES], 1):
        if "\t" in raw[: len(raw) - len(raw.lstrip())]:
            raise NotPlain("a tab indents a line")
        line = _without_comment(raw)
        if line.strip() in ("", "---") or line.startswith("%"):
            continue
        lines.append(_Line(number, len(line) - len(line.lstrip(" ")), line.strip()))
    places: dict[str, int] = {}
    value, rest = _block(lines, 0, "", places, 0)
    if rest != len(lines) or not isinstance(value, dict):
        raise NotPlain("it is no mapping")
    return value, places


def _block(
    lines: list[_Line], at: int, path: str, places: dict[str, int], depth: int
) -> tuple[Any, int]:
    if at >= len(lines):
        return {}, at
    if depth > _DEEPEST:
        raise NotPlain("it nests too deep")
    indent = lines[at].indent
    if lines[at].text.startswith(("- ", "-")) and lines[at].text[:2] in ("-", "- "):
        return _list(lines, at, indent)
    found: dict[str, Any] = {}
    while at < len(lines) and lines[at].indent == indent:
        line = lines[at]
        matched = _KEY.fullmatch(line.text)
        if matched is None:
            raise NotPlain(f"line {line.number} is no setting")
        key = matched["key"].strip("\"'")
        where = f"{path}.{key}" if path else key
        places[where] = line.number
        at += 1
        if matched["value"]:
            found[key] = scalar(matched["value"].strip())
        elif at < len(lines) and (
            lines[at].indent > indent
            or (lines[at].indent == indent and lines[at].text.startswith("- "))
        ):
            found[key], at = _block(lines, at, where, places, depth + 1)
        else:
            found[key] = None
    if at < len(lines) and lines[at].indent > indent:
        raise NotPlain(f"line {lines[at].number} is indented too far")
    return found, at


def _list(lines: list[_Line], at: int, indent: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    while at < len(lines) and lines[at].indent == indent and lines[at].text.startswith("-"):
        value = lines[at].text[1:].strip()
        if not value or _KEY.fullmatch(value):
            raise NotPlain("a list of mappings")
        found.append(scalar(value))
        at += 1
    return found, at


def scalar(text: str) -> Any:
    """Return the value of a scalar or of a list in brackets.

    Raises:
        NotPlain: It is neither.
    """
    if text[:1] in ("&", "*", "!", "|", ">", "{", "%", "@", "`"):
        raise NotPlain(f"{text[:20]!r}")
    if text.startswith("["):
        if not text.endswith("]"):
            raise NotPlain("a list over several lines")
        inner = text[1:-1].strip()
        return [scalar(part.strip()) for part in inner.split(",")] if inner else []
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    if re.fullmatch(r"[-+]?\d{1,18}", text):
        return int(text)
    if re.fullmatch(r"[-+]?(\d+\.\d*|\.\d+)([eE][-+]?\d+)?", text):
        return float(text)
    lowered = text.lower()
    if lowered in ("true", "yes", "on"):
        return True
    if lowered in ("false", "no", "off"):
        return False
    return None if lowered in ("null", "~") else text


def _without_comment(line: str) -> str:
    quote = ""
    for at, character in enumerate(line):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character == "#" and (at == 0 or line[at - 1].isspace()):
            return line[:at].rstrip()
    return line.rstrip()
