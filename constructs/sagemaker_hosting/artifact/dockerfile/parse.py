"""The instructions of a Dockerfile, as BuildKit reads them.

Comments, line continuations, the ``escape`` directive and here-documents are understood, so that
the lines of a script inside a ``RUN <<EOF`` are never taken for instructions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_DIRECTIVE: Final = re.compile(r"#\s*(\w+)\s*=\s*(\S+)\s*$")
_FLAG: Final = re.compile(r"--([a-z-]+)(?:=(\S+))?\s*")
# A word of its own: neither the shift of $((1<<2)) nor the text of bash's <<< "..." is one.
_HERE: Final = re.compile(
    r"""(?<!\S)\d*<<-?(?:(["'])(?P<quoted>[^"'<]+)\1|(?P<plain>[^\s<>"'&|;]+))"""
)
_TAKES_HERE: Final = ("ADD", "COPY", "RUN")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction.

    Attributes:
        line: Where it begins, from 1.
        name: In upper case, such as ``ENTRYPOINT``.
        text: What follows the flags, continued lines joined.
        flags: ``--platform=linux/arm64`` and the like.
        script: The lines of its here-documents.
    """

    line: int
    name: str
    text: str
    flags: dict[str, str] = field(default_factory=dict)
    script: str = ""

    @property
    def words(self) -> list[str] | None:
        """The exec form, a JSON array of strings; None for the shell form."""
        try:
            found = json.loads(self.text)
        except ValueError:
            return None
        if isinstance(found, list) and all(isinstance(each, str) for each in found):
            return found
        return None


def parse(text: str) -> list[Instruction]:
    """Return the instructions of a Dockerfile, in order."""
    lines = text.removeprefix("\ufeff").splitlines()
    return list(_instructions(lines, _escape(lines)))


def _escape(lines: list[str]) -> str:
    """Return what continues a line: the parser directives at the top may change it."""
    for line in lines:
        directive = _DIRECTIVE.match(line.strip())
        if directive is None:
            break
        if directive[1].lower() == "escape":
            return directive[2]
    return "\\"


def _instructions(lines: list[str], escape: str) -> Iterator[Instruction]:
    number = 0
    while number < len(lines):
        began = number
        parts: list[str] = []
        while number < len(lines):
            line = lines[number].strip()
            number += 1
            if line.startswith("#") or (not line and parts):
                continue
            parts.append(line.removesuffix(escape).rstrip())
            if not line.endswith(escape):
                break
        words = " ".join(parts).split(None, 1)
        if not words:
            continue
        name, rest = words[0].upper(), words[1] if len(words) > 1 else ""
        flags: dict[str, str] = {}
        while (flag := _FLAG.match(rest)) is not None:
            flags[flag[1]] = flag[2] or ""
            rest = rest[flag.end() :]
        script: list[str] = []
        for here in _HERE.finditer(rest) if name in _TAKES_HERE else ():
            end = here["quoted"] or here["plain"]
            while number < len(lines) and lines[number].strip() != end:
                script.append(lines[number])
                number += 1
            number += 1
        first = next(at for at in range(began, number) if not _is_empty(lines[at]))
        yield Instruction(first + 1, name, rest, flags, "\n".join(script))


def _is_empty(line: str) -> bool:
    return not line.strip() or line.strip().startswith("#")
