"""The files below the model directory that ``model_fn`` opens."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sagemaker_hosting.artifact.script.parse import Function, Script


@dataclass(frozen=True)
class ModelFile:
    """A path below the model directory, as a script spells it out.

    Attributes:
        path: Relative to the model directory.
        line: Where the script names it.
        optional: Whether the script asks whether it is there, or goes on without it.
    """

    path: str
    line: int
    optional: bool


def model_files(script: Script) -> list[ModelFile]:
    """Return the paths that are joined onto the argument of ``model_fn``, in their order.

    Paths that are not spelled out (a variable, a pattern) are left out.
    """
    function = script.functions.get("model_fn")
    if function is None or not (function.args.posonlyargs or function.args.args):
        return []
    root = (function.args.posonlyargs or function.args.args)[0].arg
    found: dict[str, ModelFile] = {}
    for each in _Joins(function, root).found():
        first = found.setdefault(each.path, each)
        if each.optional and not first.optional:
            found[each.path] = replace(first, optional=True)
    return list(found.values())


class _Joins:
    def __init__(self, function: Function, root: str) -> None:
        self._function = function
        self._paths: dict[str, str] = {root: ""}

    def found(self) -> Iterator[ModelFile]:
        asked = self._asked()
        nested: set[int] = set()
        for node in _in_order(self._function):
            if isinstance(node, ast.Assign) and len(node.targets) == 1:
                self._assign(node.targets[0], node.value)
            path = self._path(node) if id(node) not in nested else None
            if not path:
                continue
            nested.update(id(each) for each in ast.walk(node))
            if self._is_part_of_a_name(node) or set(path) & set("*?[{"):
                continue
            normal = posixpath.normpath(path.lstrip("/"))
            if normal not in (".", "..") and not normal.startswith("../"):
                line = getattr(node, "lineno", 1)
                yield ModelFile(normal, line, id(node) in asked or self._tried(node))

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            path = self._path(value)
            if path is None:
                self._paths.pop(target.id, None)
            else:
                self._paths[target.id] = path

    def _path(self, node: ast.AST) -> str | None:
        """Return the path that an expression spells out; None when it does not."""
        if isinstance(node, ast.Name):
            return self._paths.get(node.id) if isinstance(node.ctx, ast.Load) else None
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div | ast.Add):
            left, right = self._path(node.left), _text(node.right)
            if left is None or right is None:
                return None
            return posixpath.join(left, right) if isinstance(node.op, ast.Div) else left + right
        if isinstance(node, ast.JoinedStr):
            return self._formatted(node)
        if isinstance(node, ast.Call):
            return self._called(node)
        return None

    def _formatted(self, node: ast.JoinedStr) -> str | None:
        if not node.values or not isinstance(node.values[0], ast.FormattedValue):
            return None
        start = self._path(node.values[0].value)
        parts = [_text(each) for each in node.values[1:]]
        if start is None or any(part is None for part in parts):
            return None
        return start + "".join(part for part in parts if part is not None)

    def _called(self, node: ast.Call) -> str | None:
        name = (
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        )
        arguments: list[ast.expr] = list(node.args)
        if name == "joinpath" and isinstance(node.func, ast.Attribute):
            arguments.insert(0, node.func.value)
        elif name == "format" or name not in (
            "join",
            "Path",
            "PurePath",
            "str",
            "fspath",
            "abspath",
        ):
            return None
        if not arguments:
            return None
        start = self._path(arguments[0])
        parts = [_text(each) for each in arguments[1:]]
        if start is None or any(part is None for part in parts):
            return None
        return posixpath.join(start, *(part for part in parts if part is not None))

    def _asked(self) -> set[int]:
        """Return the nodes that stand in a question whether a file is there."""
        found: set[int] = set()
        for node in ast.walk(self._function):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in ("exists", "isfile", "isdir", "is_file", "is_dir", "glob", "listdir"):
                    found.update(id(each) for each in ast.walk(node))
            elif isinstance(node, ast.If | ast.IfExp | ast.While):
                found.update(id(each) for each in ast.walk(node.test))
        return found

    def _tried(self, node: ast.AST) -> bool:
        for each in ast.walk(self._function):
            if isinstance(each, ast.Try) and each.handlers:
                inside = {id(inner) for part in each.body for inner in ast.walk(part)}
                if id(node) in inside:
                    return True
        return False

    def _is_part_of_a_name(self, node: ast.AST) -> bool:
        """Return whether the path is added to, so that it is not the whole."""
        for each in ast.walk(self._function):
            if isinstance(each, ast.BinOp) and each.left is node:
                return True
        return False


def _text(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _in_order(function: Function) -> Iterator[ast.AST]:
    """Yield the nodes of a function in the order of the source, outer before inner."""
    waiting: list[ast.AST] = list(reversed(function.body))
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(list(ast.iter_child_nodes(node)))
