"""Reading Java properties, the language of ``serving.properties``."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Property:
    """One setting.

    Attributes:
        key: Its name.
        value: Its value, as it is written.
        line: Where, from 1.
    """

    key: str
    value: str
    line: int


def parse_properties(text: str) -> tuple[list[Property], list[tuple[int, str]]]:
    """Return the settings, and the lines that are none."""
    found: list[Property] = []
    broken: list[tuple[int, str]] = []
    held = ""
    start = 0
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip() if not held else raw.lstrip()
        if not held:
            start = number
            if not line or line.startswith(("#", "!")):
                continue
        if len(line) - len(line.rstrip("\\")) & 1:
            held += line[:-1]
            continue
        line, held = held + line, ""
        split = re.match(r"((?:\\.|[^\\=:\s])+)\s*[=:]\s*(.*)", line, re.DOTALL)
        if split is None:
            broken.append((start, line))
        else:
            found.append(Property(re.sub(r"\\(.)", r"\1", split[1]), split[2].strip(), start))
    return found, broken
