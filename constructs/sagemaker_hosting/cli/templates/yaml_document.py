"""A YAML document as CloudFormation reads it: plain data and short intrinsic functions."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml

from sagemaker_hosting.cli.templates.file import MAX_DEPTH, MAX_NODES, Position, Twice, Unreadable

# libyaml's parser, where PyYAML was built with it, is ten times as fast.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SHORT: Final = re.compile(r"![A-Z][A-Za-z0-9]*")
_WITHOUT_PREFIX: Final = frozenset({"Ref", "Condition"})
_MERGE: Final = "tag:yaml.org,2002:merge"


def load(text: str) -> tuple[Any, YamlLocator, list[Twice]]:
    """Return the document, its locator, and the keys that one map says twice; the last counts.

    Raises:
        Unreadable: When it is malformed, nests too deeply, holds several documents, or contains
            itself.
    """
    try:
        documents = list(yaml.compose_all(text, Loader=_LOADER))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _malformed(error) from error
    documents = [node for node in documents if node is not None]
    if not documents:
        raise Unreadable("the file is empty", "write a template, or leave the file out")
    if len(documents) > 1:
        raise Unreadable(
            f"the file holds {len(documents)} documents",
            "put each template into a file of its own",
            _mark(documents[1]),
        )
    builder = _Builder()
    return builder.build(documents[0]), YamlLocator(documents[0]), builder.twice


def _malformed(error: Exception) -> Unreadable:
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return Unreadable(
        f"the file is no YAML: {problem}",
        "mend the syntax there",
        (mark.line + 1, mark.column + 1) if mark is not None else None,
    )


class _Builder:
    """Plain data from the nodes of a document."""

    def __init__(self) -> None:
        self._built: dict[int, tuple[Any, int]] = {}
        self._open: set[int] = set()
        self.twice: list[Twice] = []

    def build(self, node: yaml.Node) -> Any:
        return self._value(node, 0)[0]

    def _value(self, node: yaml.Node, depth: int) -> tuple[Any, int]:
        """Return the value of ``node``, and how many values it holds written out."""
        if isinstance(node, yaml.ScalarNode):
            return _function(node, _scalar(node)), 1
        done = self._built.get(id(node))
        if done is not None:
            return done
        if id(node) in self._open:
            raise Unreadable(
                "an alias stands inside of what it refers to, so the file has no end",
                "write the value out instead of the alias",
                _mark(node),
            )
        if depth > MAX_DEPTH:
            raise Unreadable(
                f"the file nests more than {MAX_DEPTH} levels deep",
                "write it flatter; no template needs as much",
                _mark(node),
            )
        self._open.add(id(node))
        value, size = (
            self._map(node, depth)
            if isinstance(node, yaml.MappingNode)
            else self._list(node, depth)
        )
        self._open.discard(id(node))
        if size > MAX_NODES:
            raise Unreadable(
                f"the file holds more than {MAX_NODES:,} values once its aliases are written out",
                "write the values out, or split the template",
                _mark(node),
            )
        self._built[id(node)] = _function(node, value), size
        return self._built[id(node)]

    def _list(self, node: yaml.Node, depth: int) -> tuple[Any, int]:
        items = [self._value(child, depth + 1) for child in node.value]
        return [value for value, _ in items], 1 + sum(size for _, size in items)

    def _map(self, node: yaml.Node, depth: int) -> tuple[Any, int]:
        found: dict[Any, Any] = {}
        merged: dict[Any, Any] = {}
        total = 1
        for key_node, value_node in node.value:
            value, size = self._value(value_node, depth + 1)
            total += 1 + size
            if key_node.tag == _MERGE:
                for base in value if isinstance(value, list) else [value]:
                    if isinstance(base, Mapping):
                        merged = {**base, **merged}
                continue
            key = _key(key_node)
            if key in found:
                self.twice.append(Twice(key, _mark(key_node)))
            found[key] = value
        return {**merged, **found}, total


def _key(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise Unreadable("a map or a list is used as a key", "use a string as the key", _mark(node))
    return str(node.value)


def _scalar(node: yaml.ScalarNode) -> Any:
    """Return what a scalar stands for; a date, which templates have as a string, stays one."""
    text = node.value
    kind = node.tag.rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("y", "yes", "true", "on")
    try:
        if kind == "int":
            return _integer(text)
        if kind == "float":
            number = float(
                text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan")
            )
            return number if math.isfinite(number) else text
    except ValueError:
        pass
    return text


def _integer(text: str) -> int | str:
    digits = text.replace("_", "")
    if ":" in digits:  # 1:30 is a number to the base of 60 in YAML 1.1
        return text
    if re.fullmatch(r"[-+]?0[0-7]+", digits):
        return int(digits, 8)
    return int(digits, 0)


def _function(node: yaml.Node, value: Any) -> Any:
    """Write a short intrinsic function out: ``!Ref X`` is ``{"Ref": "X"}``."""
    if not _SHORT.fullmatch(node.tag or ""):
        return value
    name = node.tag[1:]
    if name == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {name if name in _WITHOUT_PREFIX else f"Fn::{name}": value}


class YamlLocator:
    """Finds a path in the nodes of a document."""

    def __init__(self, root: yaml.Node) -> None:
        self._root = root

    def locate(self, path: Sequence[str | int]) -> Position:
        """Return where the value at ``path`` stands, or the deepest part of it that exists."""
        node, shown = self._root, self._root
        for step in path:
            child = _child(node, str(step))
            if child is None:
                child = _through_condition(node, str(step))
            if child is None:
                break
            shown, node = child
        return _mark(shown)


def _child(node: yaml.Node, step: str) -> tuple[yaml.Node, yaml.Node] | None:
    """Return the node to show for a child, and the child."""
    if isinstance(node, yaml.SequenceNode):
        if step.isdecimal() and int(step) < len(node.value):
            item = node.value[int(step)]
            return item, item
        return None
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key, value
        for key, value in node.value:
            if key.tag == _MERGE:
                found = _child(value, step)
                if found is not None:
                    return found
    return None


def _through_condition(node: yaml.Node, step: str) -> tuple[yaml.Node, yaml.Node] | None:
    """Return the child of a branch of the ``Fn::If`` at ``node``."""
    branches: Any = ()
    if node.tag == "!If" and isinstance(node, yaml.SequenceNode):
        branches = node.value[1:3]
    elif isinstance(node, yaml.MappingNode):
        long = _child(node, "Fn::If")
        if long is not None and isinstance(long[1], yaml.SequenceNode):
            branches = long[1].value[1:3]
    for branch in branches:
        found = _child(branch, step)
        if found is not None:
            return found
    return None


def _mark(node: yaml.Node) -> Position:
    return node.start_mark.line + 1, node.start_mark.column + 1
