"""What is left out of an artifact: litter, and what ``.sagemakerignore`` names.

The file stands at the root of the model directory and is written as ``.gitignore`` is: a pattern a
line, ``#`` comments, ``!`` takes back, ``/`` anchors, ``**`` spans folders, the last match decides.
As in git, what is below an ignored folder cannot be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sagemaker_hosting.core.errors import InvalidProps

IGNORE_FILE: Final = ".sagemakerignore"

LITTER: Final = (
    # version control
    ".git",
    ".gitignore",
    ".gitattributes",
    ".gitmodules",
    ".hg",
    ".hgignore",
    ".svn",
    # caches
    "__pycache__/",
    "*.py[cod]",
    ".cache/",
    ".eggs/",
    ".ipynb_checkpoints/",
    ".mypy_cache/",
    ".nox/",
    ".pytest_cache/",
    ".ruff_cache/",
    ".tox/",
    ".venv/",
    # operating systems and editors
    ".DS_Store",
    "._*",
    "__MACOSX/",
    ".idea/",
    ".vscode/",
    "*.sw[op]",
    "Thumbs.db",
    "desktop.ini",
    # of no use in a container, or not meant for it
    ".dockerignore",
    ".env",
    IGNORE_FILE,
)
"""Patterns that apply before those of the file, so that ``!.env`` brings a name back."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    expression: re.Pattern[str]
    of_name: bool
    ignored: bool
    directories_only: bool


class Ignore:
    """Patterns of ``.gitignore``, in their order.

    Args:
        lines: The patterns. Default: `LITTER` alone.
        litter: Whether `LITTER` comes first. Default: True.

    Raises:
        InvalidProps: A pattern cannot be understood.
    """

    def __init__(self, lines: Iterable[str] = (), *, litter: bool = True) -> None:
        given = [*(LITTER if litter else ()), *lines]
        self._patterns = [made for line in given if (made := _compile(line)) is not None]
        # One look tells for nearly every path that no pattern matches.
        self._any_name = _any(each for each in self._patterns if each.of_name)
        self._any_path = _any(each for each in self._patterns if not each.of_name)

    def ignores(self, path: str, *, directory: bool) -> bool:
        """Return whether ``path``, relative to the root, is left out.

        Args:
            path: With ``/``, as in ``code/inference.py``.
            directory: Whether it is a directory.
        """
        name = path.rpartition("/")[2]
        if not self._any_name.fullmatch(name) and not self._any_path.fullmatch(path):
            return False
        for pattern in reversed(self._patterns):
            if pattern.directories_only and not directory:
                continue
            if pattern.expression.fullmatch(name if pattern.of_name else path):
                return pattern.ignored
        return False


def _any(patterns: Iterable[_Pattern]) -> re.Pattern[str]:
    forms = [f"(?:{each.expression.pattern})" for each in patterns]
    return re.compile("|".join(forms) or r"(?!)", re.DOTALL)


def _compile(line: str) -> _Pattern | None:
    text = _without_trailing_spaces(line.rstrip("\r\n"))
    if not text or text.startswith("#"):
        return None
    ignored = not text.startswith("!")
    text = text[0 if ignored else 1 :]
    directories_only = text.endswith("/")
    text = text.removesuffix("/")
    if not text:
        return None
    anchored = "/" in text
    text = text.removeprefix("/")
    try:
        expression = re.compile(_translate(text), re.DOTALL)
    except re.error as error:
        raise InvalidProps(
            f"pattern {line!r} of {IGNORE_FILE} cannot be understood: {error}",
            fix="write it as in .gitignore",
            source="https://git-scm.com/docs/gitignore",
        ) from error
    return _Pattern(expression, not anchored, ignored, directories_only)


def _without_trailing_spaces(line: str) -> str:
    stripped = line.rstrip(" ")
    escaped = len(stripped) - len(stripped.rstrip("\\"))
    # "name\ " ends in a space on purpose.
    return stripped + " " if escaped % 2 and stripped != line else stripped


def _translate(pattern: str) -> str:
    """Return a pattern of ``.gitignore`` as a regular expression over a relative path."""
    out = []
    at = 0
    while at < len(pattern):
        character = pattern[at]
        if character == "*":
            step, translated = _stars(pattern, at)
            out.append(translated)
            at += step
            continue
        at += 1
        if character == "?":
            out.append("[^/]")
        elif character == "\\" and at < len(pattern):
            out.append(re.escape(pattern[at]))
            at += 1
        elif character == "[":
            end = _class_end(pattern, at)
            if end is None:
                return r"(?!)"  # as in git, an unclosed class matches nothing
            out.append(_class(pattern[at:end]))
            at = end + 1
        else:
            out.append(re.escape(character))
    return "".join(out)


def _stars(pattern: str, at: int) -> tuple[int, str]:
    end = at
    while end < len(pattern) and pattern[end] == "*":
        end += 1
    alone = (at == 0 or pattern[at - 1] == "/") and (end == len(pattern) or pattern[end] == "/")
    if end - at >= 2 and alone:
        if end == len(pattern):
            return end - at, ".+"
        return end - at + 1, "(?:.*/)?"
    return end - at, "[^/]*"


def _class_end(pattern: str, at: int) -> int | None:
    start = at + 1 if pattern[at : at + 1] in ("!", "^") else at
    position = start
    while position < len(pattern):
        if pattern[position] == "\\":
            position += 2
            continue
        if pattern[position] == "]" and position > start:
            return position
        position += 1
    return None


def _class(inner: str) -> str:
    negated = inner[:1] in ("!", "^")
    body = inner[1:] if negated else inner
    out = []
    at = 0
    while at < len(body):
        character = body[at]
        if character == "\\" and at + 1 < len(body):
            at += 1
            out.append(re.escape(body[at]))
        elif character == "-" and 0 < at < len(body) - 1:
            out.append("-")
        else:
            out.append(re.escape(character))
        at += 1
    # A slash is never matched by a class.
    return f"(?!/)[{'^' if negated else ''}{''.join(out)}]"
