"""What a pickle machine works on: its bytes, its stack, its memo."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Any, Final

from sagemaker_hosting.artifact.read.source import Read

Imported = tuple[str, str]
"""A module and a name in it."""

_MOST_REMEMBERED: Final = 200_000
_MOST_IMPORTS: Final = 10_000
_LONGEST_TEXT: Final = 1024
_LONGEST_LINE: Final = 1024 * 1024
_CHUNK: Final = 64 * 1024


class PickleFlaw(enum.StrEnum):
    """What is wrong with a file that should be a pickle."""

    EMPTY = "empty"
    TEXT = "text"
    TRUNCATED = "truncated"
    NOT_A_PICKLE = "not a pickle"
    TOO_LONG = "too long"


@dataclass(slots=True)
class PickleFacts:
    """What a pickle says of itself.

    Attributes:
        protocol: The highest protocol that its opcodes need.
        imports: The names that it imports.
        dangerous: Those that can run code, as picklescan judges.
        unresolved: Whether a name to import could not be found out.
        flaw: What is wrong with it; None for a whole pickle.
        message: The flaw in words.
        pickles: How many pickles stand one after another.
    """

    protocol: int = 0
    imports: set[Imported] = field(default_factory=set)
    dangerous: set[Imported] = field(default_factory=set)
    unresolved: bool = False
    flaw: PickleFlaw | None = None
    message: str = ""
    pickles: int = 0


class Stopped(Exception):
    """The pickle cannot be read any further."""

    def __init__(self, flaw: PickleFlaw, message: str) -> None:
        super().__init__(message)
        self.flaw = flaw
        self.message = message


class Stream:
    """Bytes read forward, with a look ahead."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._held = b""
        self._at = 0
        self._before = 0

    @property
    def position(self) -> int:
        """How many bytes have been taken."""
        return self._before + self._at

    def peek(self, size: int) -> bytes:
        """Return the next ``size`` bytes, fewer at the end, without taking them."""
        while len(self._held) - self._at < size:
            more = self._read(_CHUNK)
            if not more:
                break
            self._before += self._at
            self._held = self._held[self._at :] + more
            self._at = 0
        return self._held[self._at : self._at + size]

    def take(self, size: int) -> bytes:
        """Return exactly ``size`` bytes."""
        data = self._held[self._at : self._at + size]
        if len(data) < size:
            data = self.peek(size)
            if len(data) < size:
                raise self._end()
        self._at += size
        return data

    def skip(self, size: int) -> None:
        """Pass over ``size`` bytes."""
        while size:
            step = min(size, len(self._held) - self._at)
            self._at += step
            size -= step
            if size and not self.peek(1):
                raise self._end()

    def line(self) -> bytes:
        """Return the bytes up to the next line feed, which is taken too."""
        while (end := self._held.find(b"\n", self._at)) < 0:
            held = len(self._held) - self._at
            if held > _LONGEST_LINE:
                raise Stopped(PickleFlaw.NOT_A_PICKLE, "it has a line of more than 1 MiB")
            if len(self.peek(held + 1)) == held:
                raise self._end()
        data = self._held[self._at : end]
        self._at = end + 1
        return data

    def _end(self) -> Stopped:
        size = self._before + len(self._held)
        return Stopped(PickleFlaw.TRUNCATED, f"it breaks off after {size} bytes")


@dataclass(frozen=True, slots=True)
class Import:
    """An imported name on the stack."""

    module: str
    name: str


@dataclass(slots=True)
class Object:
    """What a call would have made."""

    of: Any
    arguments: Any
    state: dict[str, Any] = field(default_factory=dict)


UNKNOWN: Final = object()
"""A value that is not needed to name an import."""
MARK: Final = object()


class Values:
    """The stack and the memo of one pickle.

    Args:
        stream: Where the pickle is read from.
        facts: What is known; added to.
    """

    def __init__(self, stream: Stream, facts: PickleFacts) -> None:
        self.stream = stream
        self.facts = facts
        self.stack: list[Any] = []
        self._memo: dict[int, Any] = {}
        self._memoized = 0
        self._gaps = False

    def push(self, value: Any) -> None:
        """Put a value on the stack."""
        self.stack.append(value)

    def pop(self) -> Any:
        """Take the last value from the stack."""
        value = self.stack.pop()
        if value is MARK:
            raise ValueError("a value is missing")
        return value

    def to_mark(self) -> list[Any]:
        """Return what stands above the last mark, and take both away."""
        stack = self.stack
        for at in range(len(stack) - 1, -1, -1):
            if stack[at] is MARK:
                values = stack[at + 1 :]
                del stack[at:]
                return values
        raise ValueError("a mark is missing")

    def remember(self, index: int) -> None:
        """Keep the last value under ``index``."""
        if index >= self._memoized:
            self._gaps = self._gaps or index > self._memoized
            self._memoized += 1
        value = self.stack[-1]
        if value is UNKNOWN or len(self._memo) >= _MOST_REMEMBERED:
            self._memo.pop(index, None)
        else:
            self._memo[index] = value

    def memoize(self) -> None:
        """Keep the last value under the next free index."""
        if self._gaps:
            # How many indices are taken was not counted, so names may be mixed up from here on.
            self.facts.unresolved = True
        self.remember(self._memoized)

    def recall(self, index: int) -> None:
        """Put what is kept under ``index`` on the stack."""
        self.push(self._memo.get(index, UNKNOWN))

    def imports(self, module: Any, name: Any) -> None:
        """Note an import, and put it on the stack."""
        if isinstance(module, str) and isinstance(name, str):
            if len(self.facts.imports) < _MOST_IMPORTS:
                self.facts.imports.add((module, name))
            self.push(Import(module, name))
        else:
            self.facts.unresolved = True
            self.push(UNKNOWN)

    def text(self, size: int) -> None:
        """Put a text of ``size`` bytes on the stack."""
        if size > _LONGEST_TEXT:
            self.stream.skip(size)
            self.push(UNKNOWN)
        else:
            self.push(self.stream.take(size).decode("utf-8", "surrogatepass"))

    def data(self, size: int) -> None:
        """Pass over ``size`` bytes of data."""
        self.stream.skip(size)
        self.push(UNKNOWN)

    def call(self, of: Any, arguments: Any) -> None:
        """Put on the stack what calling ``of`` would return."""
        self.push(Object(of, arguments) if isinstance(of, Import) else UNKNOWN)
