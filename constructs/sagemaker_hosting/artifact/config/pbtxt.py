"""Reading protocol buffers in text form, the language of Triton's ``config.pbtxt``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_TOKEN: Final = re.compile(
    r"""(?P<space>[\s,;]+|\#[^\n]*)
    |(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    |(?P<number>[-+]?(?:0[xX][0-9a-fA-F]+|\d+(?:\.\d*)?(?:[eE][-+]?\d+)?[fF]?|\.\d+))
    |(?P<name>[A-Za-z_][A-Za-z0-9_.]*)
    |(?P<mark>[:{}<>\[\]-])""",
    re.VERBOSE,
)
_DEEPEST: Final = 50
_MOST_TOKENS: Final = 200_000


class Malformed(Exception):
    """The text is not in the form of protocol buffers.

    Attributes:
        line: Where, from 1.
    """

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Scalar:
    """A value: text, a number, or a name of an enumeration.

    Attributes:
        text: Without quotes.
        quoted: Whether it was in quotes.
        line: Where, from 1.
    """

    text: str
    quoted: bool
    line: int

    @property
    def number(self) -> int | None:
        """Return it as an integer; None when it is none."""
        try:
            return None if self.quoted else int(self.text, 0)
        except ValueError:
            return None


@dataclass
class Message:
    """A message: values and messages by the name of their field, in their order.

    Attributes:
        line: Where it begins, from 1.
    """

    line: int = 1
    fields: dict[str, list[Scalar | Message]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def scalars(self, name: str) -> list[Scalar]:
        """Return the values of a field."""
        return [value for value in self.fields.get(name, []) if isinstance(value, Scalar)]

    def messages(self, name: str) -> list[Message]:
        """Return the messages of a field."""
        return [value for value in self.fields.get(name, []) if isinstance(value, Message)]

    def text(self, name: str) -> str | None:
        """Return the last value of a field as text; None when it has none."""
        found = self.scalars(name)
        return found[-1].text if found else None


def parse_pbtxt(text: str) -> Message:
    """Return the message that a text says.

    Raises:
        Malformed: It says none.
    """
    tokens = list(_tokens(text))
    message, at = _message(tokens, 0, None, 1, 0)
    if at != len(tokens):
        raise Malformed(f"{tokens[at].text!r} closes what is not open", tokens[at].line)
    return message


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    line: int


def _tokens(text: str) -> Iterator[_Token]:
    at, line = 0, 1
    count = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise Malformed(f"{text[at]!r} has no meaning here", line)
        if found.lastgroup != "space":
            count += 1
            if count > _MOST_TOKENS:
                raise Malformed("it is too long", line)
            yield _Token(str(found.lastgroup), found[0], line)
        line += found[0].count("\n")
        at = found.end()


_CLOSING: Final = {"{": "}", "<": ">"}


def _message(
    tokens: list[_Token], at: int, closing: str | None, line: int, depth: int
) -> tuple[Message, int]:
    if depth > _DEEPEST:
        raise Malformed("it nests too deep", line)
    message = Message(line)
    while at < len(tokens):
        token = tokens[at]
        if token.text == closing and token.kind == "mark":
            return message, at + 1
        if token.kind != "name":
            if closing is None and token.text in ("}", ">"):
                return message, at
            raise Malformed(f"{token.text!r} stands where a field is expected", token.line)
        values, at = _field(tokens, at, depth)
        message.fields.setdefault(token.text, []).extend(values)
        message.lines.setdefault(token.text, token.line)
    if closing is not None:
        raise Malformed(f"{closing!r} is missing", line)
    return message, at


def _field(tokens: list[_Token], at: int, depth: int) -> tuple[list[Scalar | Message], int]:
    name = tokens[at]
    at += 1
    colon = at < len(tokens) and tokens[at].text == ":" and tokens[at].kind == "mark"
    if colon:
        at += 1
    if at >= len(tokens):
        raise Malformed(f"field {name.text!r} has no value", name.line)
    token = tokens[at]
    if token.kind == "mark" and token.text == "[":
        return _list(tokens, at + 1, name, depth)
    if token.kind == "mark" and token.text in _CLOSING:
        message, at = _message(tokens, at + 1, _CLOSING[token.text], token.line, depth + 1)
        return [message], at
    if not colon:
        raise Malformed(f"':' is missing after {name.text!r}", name.line)
    value, at = _scalar(tokens, at, name)
    return [value], at


def _list(
    tokens: list[_Token], at: int, name: _Token, depth: int
) -> tuple[list[Scalar | Message], int]:
    values: list[Scalar | Message] = []
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "mark" and token.text == "]":
            return values, at + 1
        if token.kind == "mark" and token.text in _CLOSING:
            message, at = _message(tokens, at + 1, _CLOSING[token.text], token.line, depth + 1)
            values.append(message)
        else:
            value, at = _scalar(tokens, at, name)
            values.append(value)
    raise Malformed(f"']' is missing after {name.text!r}", name.line)


def _scalar(tokens: list[_Token], at: int, name: _Token) -> tuple[Scalar, int]:
    token = tokens[at]
    if token.kind == "mark" and token.text == "-" and at + 1 < len(tokens):
        following = tokens[at + 1]
        return Scalar(f"-{following.text}", False, token.line), at + 2
    if token.kind == "mark":
        raise Malformed(f"field {name.text!r} has no value", token.line)
    if token.kind != "text":
        return Scalar(token.text, False, token.line), at + 1
    parts = []
    line = token.line
    # Texts in a row are one.
    while at < len(tokens) and tokens[at].kind == "text":
        parts.append(tokens[at].text[1:-1])
        at += 1
    return Scalar("".join(parts), True, line), at
