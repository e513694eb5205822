"""A JSON document: parsed by the standard library, and located only where a finding asks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sagemaker_hosting.cli.templates.file import MAX_DEPTH, Position, Twice, Unreadable

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_DECODER: Final = json.JSONDecoder()
_SCALARS: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.S)


class NotJson(Exception):
    """The text is no JSON.

    Attributes:
        reason: Why.
    """

    def __init__(self, reason: Unreadable) -> None:
        super().__init__(reason.message)
        self.reason = reason


def load(text: str) -> tuple[Any, JsonLocator, list[Twice]]:
    """Return the document, its locator, and the keys that one map says twice; the last counts.

    Raises:
        NotJson: When the text is no JSON.
        Unreadable: When it nests too deeply.
    """
    text = text.removeprefix("\ufeff")
    _refuse_depth(text)
    twice: list[str] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            seen: set[str] = set()
            twice.extend(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        return found

    try:
        document = json.loads(text, object_pairs_hook=members)
    except json.JSONDecodeError as error:
        raise NotJson(
            Unreadable(
                f"the file is no JSON: {error.msg[0].lower()}{error.msg[1:]}",
                "mend the syntax there",
                (error.lineno, error.colno),
            )
        ) from error
    except (ValueError, RecursionError) as error:  # such as a number of five thousand digits
        raise Unreadable(f"the file is no JSON that can be read: {error}", "mend it") from error
    locator = JsonLocator(text)
    return document, locator, [Twice(key, locator.second(key)) for key in dict.fromkeys(twice)]


def _refuse_depth(text: str) -> None:
    depth = 0
    for token in _SCALARS.finditer(text):
        kind = text[token.start()]
        if kind in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise Unreadable(
                    f"the file nests more than {MAX_DEPTH} levels deep",
                    "write it flatter; no template needs as much",
                    _position(text, token.start()),
                )
        elif kind in "]}":
            depth -= 1


class JsonLocator:
    """Finds a path in the text by walking down, skipping what lies beside it at full speed."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._children: dict[int, dict[str, tuple[int, int]]] = {}

    def locate(self, path: Sequence[str | int]) -> Position:
        """Return where the value at ``path`` stands, or the deepest part of it that exists."""
        shown = start = _skip(self._text, 0)
        for step in path:
            child = self._members(start).get(str(step))
            if child is None:
                inside = self._through_condition(start, step)
                if inside is None:
                    break
                child = inside
            shown, start = child
        return _position(self._text, shown)

    def second(self, key: str) -> Position:
        """Return where ``key`` is said for the second time in one map."""
        stack = [_skip(self._text, 0)]
        while stack:
            start = stack.pop()
            seen = set()
            for name, shown, value in _children(self._text, start):
                if name == key and name in seen and self._text[start] == "{":
                    return _position(self._text, shown)
                seen.add(name)
                stack.append(value)
        return (1, 1)

    def _members(self, start: int) -> dict[str, tuple[int, int]]:
        """Return where each member of the container at ``start`` is shown, and where it starts."""
        found = self._children.get(start)
        if found is None:
            found = self._children[start] = {
                name: (shown, value) for name, shown, value in _children(self._text, start)
            }
        return found

    def _through_condition(self, start: int, step: str | int) -> tuple[int, int] | None:
        """Return the child of a branch of the ``Fn::If`` at ``start``."""
        condition = self._members(start).get("Fn::If")
        if condition is None:
            return None
        branches = self._members(condition[1])
        for name in ("1", "2"):
            if name in branches:
                child = self._members(branches[name][1]).get(str(step))
                if child is not None:
                    return child
        return None


def _children(text: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Yield the name, the place to show and the start of each value of a map or list."""
    opening = text[start]
    if opening not in "{[":
        return
    at = _skip(text, start + 1)
    index = 0
    while text[at] not in "]}":
        shown = at
        if opening == "{":
            name, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        else:
            name = str(index)
        yield name, shown, at
        _, at = _DECODER.raw_decode(text, at)
        at = _skip(text, at)
        if text[at] == ",":
            at = _skip(text, at + 1)
        index += 1


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _position(text: str, at: int) -> Position:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
