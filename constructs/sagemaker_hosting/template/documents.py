"""JSON documents inside a template: state machines, pipelines, inputs of targets.

Such a document is a text in which CloudFormation fills in references (``Fn::Sub``, ``Fn::Join``),
or an object that holds them. Either way it is read as data in which each reference stands where its
value will be, so that a ``View`` can look at it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sagemaker_hosting.core.tokens import is_intrinsic, is_known
from sagemaker_hosting.template.functions import UNKNOWN

# Private-use characters around a number: they stand for a reference while the text is parsed.
_MARK: Final = re.compile("\ue000(\\d+)\ue001")
_IN_SUB: Final = re.compile(r"\$\{([^}]*)\}")

Change = Callable[[Any], Any]
"""Turns a value of a document into what is to stand there instead."""


def read_document(raw: Any, substitutions: Mapping[str, Any] | None = None) -> Any:
    """Return the document that ``raw`` is or spells; None when it cannot be read.

    Args:
        raw: A JSON text, also in ``Fn::Sub`` or ``Fn::Join``, or the object itself.
        substitutions: What is filled in for ``${name}`` by the resource itself
            (``DefinitionSubstitutions``). Default: nothing is.
    """
    given = substitutions or {}
    try:
        if isinstance(raw, (dict, list)) and not is_intrinsic(raw):
            return changed(raw, lambda value: _filled_in(value, given))
        return _parsed(raw, given)
    except (ValueError, RecursionError):
        return None


def changed(raw: Any, change: Change) -> Any:
    """Return ``raw`` with each value replaced by what ``change`` makes of it, from the outside in.

    A map with a key that holds a reference is unreadable: it may be any key.
    """
    value = change(raw)
    if isinstance(value, list):
        return [changed(item, change) for item in value]
    if isinstance(value, dict) and not is_intrinsic(value):
        if any(isinstance(key, str) and _MARK.search(key) for key in value):
            return UNKNOWN
        return {key: changed(item, change) for key, item in value.items()}
    return value


def _parsed(raw: Any, given: Mapping[str, Any]) -> Any:
    references: list[Any] = []
    text = ""
    quoted = False
    pieces = list(_pieces(raw))
    if not any(isinstance(piece, str) for piece in pieces):
        return None
    for piece in pieces:
        for part in _split(piece, given) if isinstance(piece, str) else [piece]:
            if isinstance(part, str):
                text += part
                quoted = _ends_quoted(part, quoted)
            else:
                mark = f"\ue000{len(references)}\ue001"
                references.append(part)
                text += mark if quoted else f'"{mark}"'
    document = changed(json.loads(text), lambda value: _with_references(value, references))
    # A reference that stands for the whole document says nothing of it.
    return None if is_intrinsic(document) else document


def _pieces(raw: Any) -> Iterator[Any]:
    """Yield the literal texts that ``raw`` is made of, and the references between them."""
    if isinstance(raw, str):
        yield raw
        return
    function, argument = next(iter(raw.items())) if isinstance(raw, dict) and raw else ("", None)
    if function == "Fn::Join" and isinstance(argument, list) and len(argument) == 2:
        separator, parts = argument
        if isinstance(separator, str) and isinstance(parts, list):
            for index, part in enumerate(parts):
                if index and separator:
                    yield separator
                yield from _pieces(part)
            return
    if function == "Fn::Sub":
        text, given = argument, {}
        if isinstance(argument, list) and len(argument) == 2:
            text, given = argument
        if isinstance(text, str) and isinstance(given, dict):
            yield from _substituted(text, given)
            return
    yield raw


def _substituted(text: str, given: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the pieces of the text of an ``Fn::Sub``."""
    position = 0
    for found in _IN_SUB.finditer(text):
        yield text[position : found.start()]
        position = found.end()
        name = found.group(1).strip()
        if name.startswith("!"):
            yield f"${{{name[1:]}}}"
        elif name in given:
            yield from _pieces(given[name])
        elif "." in name:
            yield {"Fn::GetAtt": list(name.partition(".")[::2])}
        else:
            yield {"Ref": name}
    yield text[position:]


def _split(text: str, given: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the pieces of ``text`` around each ``${name}`` that is ``given``."""
    position = 0
    for found in _IN_SUB.finditer(text):
        if found.group(1) in given:
            yield text[position : found.start()]
            position = found.end()
            yield from _value(given[found.group(1)])
    yield text[position:]


def _value(raw: Any) -> Iterator[Any]:
    if isinstance(raw, bool):
        yield "true" if raw else "false"
    elif isinstance(raw, (int, float)):
        yield str(raw)
    else:
        yield from _pieces(raw)


def _ends_quoted(text: str, quoted: bool) -> bool:
    """Return whether a JSON string is still open at the end of ``text``."""
    for found in re.finditer(r'\\.|"', text, re.DOTALL):
        if found.group() == '"':
            quoted = not quoted
    return quoted


def _filled_in(value: Any, given: Mapping[str, Any]) -> Any:
    """Return a string of an object with what the resource itself fills in."""
    if not isinstance(value, str) or "${" not in value:
        return value
    return _joined([part for part in _split(value, given) if part != ""])


def _with_references(value: Any, references: list[Any]) -> Any:
    """Return a parsed value with the references in place of their marks."""
    if not isinstance(value, str) or "\ue000" not in value:
        return value
    parts: list[Any] = []
    for index, part in enumerate(_MARK.split(value)):
        if index % 2:
            if int(part) >= len(references):
                raise ValueError("a mark that was in the text itself")
            parts.append(references[int(part)])
        elif part:
            parts.append(part)
    return _joined(parts)


def _joined(parts: list[Any]) -> Any:
    if all(isinstance(part, str) for part in parts):
        return "".join(parts)
    return parts[0] if len(parts) == 1 else {"Fn::Join": ["", parts]}


def spelled(raw: Any) -> str | None:
    """Return a text with its references written out, so that equal texts have equal values.

    None when nothing is known of it, or a part of it is known only when something runs.
    """
    text = ""
    for piece in _pieces(raw):
        if isinstance(piece, str) and is_known(piece):
            text += piece
        elif is_intrinsic(piece) and piece != UNKNOWN:
            text += f"${{{json.dumps(piece, sort_keys=True)}}}"
        else:
            return None
    return text
