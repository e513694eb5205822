"""CloudFormation's intrinsic functions, as far as their result is certain.

What is certain becomes plain data. What is not stays an intrinsic function, with the known parts
filled in: ``{"Fn::Sub": "endpoint/${Endpoint.EndpointName}/variant/${Variant}"}`` keeps the
reference and gets the default of the parameter ``Variant``.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from sagemaker_hosting.core.tokens import MAX_DEPTH, is_intrinsic
from sagemaker_hosting.template.parameters import text_of

UNKNOWN: Final[dict[str, Any]] = {"Fn::If": []}
"""An intrinsic function that leads nowhere: it stands for what cannot be known."""

_HARMLESS_MACROS: Final = frozenset(
    {
        "AWS::CodeDeployBlueGreen",
        "AWS::Include",  # at the top it adds resources, and nothing to one that is there
        "AWS::LanguageExtensions",
        "AWS::SecretsManager-2020-07-23",
        "AWS::SecretsManager-2024-09-16",
        "AWS::Serverless-2016-10-31",
        "AWS::ServiceCatalog",
    }
)

_VARIABLE: Final = re.compile(r"\$\{([^}]*)\}")

# What nothing is to be found out about.
_SCALARS: Final = frozenset({bool, float, int, str, type(None)})


class Functions:
    """The intrinsic functions of one template.

    Args:
        lookup: Gives the value of a parameter; None when it is not known.
        holds: Tells whether a condition is true; None when it is not known.
        mappings: The template's ``Mappings``.
        macros: The macros that ``Transform`` names, which may add to what is written.
    """

    def __init__(
        self,
        lookup: Callable[[str], Any],
        holds: Callable[[str], bool | None],
        mappings: Mapping[str, Any],
        macros: frozenset[str] = frozenset(),
    ) -> None:
        self._lookup = lookup
        self._holds = holds
        self._mappings = mappings
        self._loops = "AWS::LanguageExtensions" in macros
        self._anything = not macros <= _HARMLESS_MACROS

    def adds_to(self, node: Any) -> bool:
        """Return whether a macro or a loop may add to ``node`` what is not written there."""
        if not isinstance(node, Mapping):
            return self._anything and isinstance(node, (list, tuple))
        if self._anything or "Fn::Transform" in node:
            return True
        return self._loops and any(str(key).startswith("Fn::ForEach::") for key in node)

    def head(self, node: Any, depth: int = 0) -> Any:
        """Return what ``node`` comes to; of a list or a map, the elements stay as written."""
        if not isinstance(node, dict) or len(node) != 1:
            return node
        ((function, argument),) = node.items()
        handler = _HANDLERS.get(function)
        if handler is None:
            return node
        return handler(self, node, argument, depth + 1) if depth < MAX_DEPTH else UNKNOWN

    def deep(self, node: Any, depth: int = 0) -> Any:
        """Return what ``node`` comes to, elements and all, without what is ``AWS::NoValue``."""
        if depth >= MAX_DEPTH:
            return UNKNOWN
        node = self.head(node, depth)
        if isinstance(node, dict) and not is_intrinsic(node):
            return _same_or(
                node,
                {
                    key: each if type(each) in _SCALARS else self.deep(each, depth + 1)
                    for key, each in node.items()
                },
            )
        if isinstance(node, (list, tuple)):
            return _same_or(
                node,
                [each if type(each) in _SCALARS else self.deep(each, depth + 1) for each in node],
            )
        return node

    def _ref(self, node: Any, name: Any, depth: int) -> Any:
        value = self._lookup(name) if isinstance(name, str) else None
        return node if value is None else value

    def _if(self, node: Any, argument: Any, depth: int) -> Any:
        branch = self.branch(argument)
        return node if branch is None else self.head(argument[branch], depth)

    def branch(self, argument: Any) -> int | None:
        """Return which argument of an ``Fn::If`` is chosen, 1 or 2; None when it is not known."""
        if not isinstance(argument, (list, tuple)) or len(argument) != 3:
            return None
        answer = self._holds(argument[0]) if isinstance(argument[0], str) else None
        return None if answer is None else 1 if answer else 2

    def _find_in_map(self, node: Any, argument: Any, depth: int) -> Any:
        if not isinstance(argument, (list, tuple)) or not 3 <= len(argument) <= 4:
            return node
        name, first, second = (text_of(self.head(each, depth)) for each in argument[:3])
        table = self._mappings.get(name) if name is not None else None
        if not isinstance(table, Mapping):
            return node
        if first is not None and second is not None:
            row = table.get(first)
            if isinstance(row, Mapping) and second in row:
                return row[second]
            return self._fallback(node, argument, depth)
        # A key that is not known (AWS::Region, mostly) matters only where the answers differ.
        rows = list(table.values()) if first is None else [table.get(first)]
        cells: list[Any] = []
        for row in rows:
            if not isinstance(row, Mapping) or (second is not None and second not in row):
                return node
            cells += row.values() if second is None else [row[second]]
        if len(argument) == 3 and cells and all(cell == cells[0] for cell in cells):
            return cells[0]
        return node

    def _fallback(self, node: Any, argument: Any, depth: int) -> Any:
        other = argument[3] if len(argument) == 4 else None
        if isinstance(other, Mapping) and "DefaultValue" in other:
            return self.head(other["DefaultValue"], depth)
        return node

    def _sub(self, node: Any, argument: Any, depth: int) -> Any:
        text, given = argument, {}
        if isinstance(argument, (list, tuple)) and len(argument) == 2:
            text, given = argument
        if not isinstance(text, str) or not isinstance(given, Mapping):
            return node
        known: dict[str, str] = {}
        for name in _VARIABLE.findall(text):
            value = self.head(given[name], depth) if name in given else self._lookup(name)
            found = text_of(value)
            if found is not None and "${" not in found:
                known[name] = found
        left = {name for name in _VARIABLE.findall(text) if name not in known and name[:1] != "!"}
        if not left:
            return _VARIABLE.sub(lambda found: known.get(found[1], _literal(found[1])), text)
        if not known:
            return node
        text = _VARIABLE.sub(lambda found: known.get(found[1], found[0]), text)
        given = {name: value for name, value in given.items() if name in left}
        return {"Fn::Sub": [text, given] if given else text}

    def _join(self, node: Any, argument: Any, depth: int) -> Any:
        if not isinstance(argument, (list, tuple)) or len(argument) != 2:
            return node
        separator, listed = argument[0], self.head(argument[1], depth)
        if not isinstance(separator, str) or not isinstance(listed, (list, tuple)):
            return node
        pieces: list[Any] = []
        for item in listed:
            piece = self.head(item, depth)
            text = text_of(piece)
            if text is not None and pieces and isinstance(pieces[-1], str):
                pieces[-1] += separator + text
            else:
                pieces.append(piece if text is None else text)
        if not pieces:
            return ""
        if len(pieces) == 1 and isinstance(pieces[0], str):
            return pieces[0]
        return {"Fn::Join": [separator, pieces]}

    def _select(self, node: Any, argument: Any, depth: int) -> Any:
        if not isinstance(argument, (list, tuple)) or len(argument) != 2:
            return node
        index, listed = text_of(self.head(argument[0], depth)), self.head(argument[1], depth)
        if index is None or not index.isdecimal() or not isinstance(listed, (list, tuple)):
            return {"Fn::Select": [argument[0], listed]} if listed is not argument[1] else node
        # An element that may be nothing moves those behind it.
        before = [self.head(item, depth) for item in listed[: int(index) + 1]]
        if len(before) <= int(index) or any(map(may_be_nothing, before)):
            return node
        return before[-1]

    def _split(self, node: Any, argument: Any, depth: int) -> Any:
        if not isinstance(argument, (list, tuple)) or len(argument) != 2:
            return node
        text = self.head(argument[1], depth)
        if isinstance(argument[0], str) and argument[0] and isinstance(text, str):
            known = text_of(text)
            return node if known is None else known.split(argument[0])
        return node

    def _length(self, node: Any, argument: Any, depth: int) -> Any:
        listed = self.head(argument, depth)
        if isinstance(listed, (list, tuple)):
            items = [self.head(item, depth) for item in listed]
            if not any(map(may_be_nothing, items)):
                return len(items)
        return node


_HANDLERS: Final[Mapping[str, Callable[[Functions, Any, Any, int], Any]]] = {
    "Fn::FindInMap": Functions._find_in_map,
    "Fn::If": Functions._if,
    "Fn::Join": Functions._join,
    "Fn::Length": Functions._length,
    "Fn::Select": Functions._select,
    "Fn::Split": Functions._split,
    "Fn::Sub": Functions._sub,
    "Ref": Functions._ref,
}


def is_no_value(node: Any) -> bool:
    """Return whether ``node`` is ``AWS::NoValue``: nothing, written down."""
    return isinstance(node, dict) and len(node) == 1 and node.get("Ref") == "AWS::NoValue"


def may_be_nothing(node: Any) -> bool:
    """Return whether ``node`` is nothing, or a choice that may come to nothing."""
    return is_no_value(node) or (isinstance(node, dict) and "Fn::If" in node)


def _literal(name: str) -> str:
    return f"${{{name[1:]}}}"


def _same_or(node: Any, resolved: Any) -> Any:
    """Return ``resolved`` without what is nothing; ``node`` itself when it is no different."""
    if isinstance(resolved, dict):
        kept: Any = {
            key: each
            for key, each in resolved.items()
            if type(each) in _SCALARS or not is_no_value(each)
        }
        same = len(kept) == len(resolved) and all(kept[key] is node[key] for key in kept)
    else:
        kept = [each for each in resolved if type(each) in _SCALARS or not is_no_value(each)]
        same = len(kept) == len(resolved) and all(map(operator.is_, kept, node))
    return node if same else kept
