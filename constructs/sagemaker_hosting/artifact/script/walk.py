"""Walking the syntax of a script."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.script.parse import Function, Script, is_main

_DOWNLOAD: Final = re.compile(r"(?:.*\.)?(?:download_file|download_fileobj|get_object)")
_LOGS: Final = re.compile(
    r"print|(?:.*\.)?(?:debug|info|warning|warn|error|exception|critical|log|print_exc|write|flush)"
)


def docstrings(script: Script) -> frozenset[int]:
    """Return the identities of the constants that are documentation."""
    found = set()
    for node in ast.walk(script.tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            found.add(id(body[0].value))
    return frozenset(found)


def dotted(node: ast.expr) -> str:
    """Return a name with its attributes, ``os.path.join``; what is no name is left out."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    parts.append(node.id if isinstance(node, ast.Name) else "")
    return ".".join(reversed(parts))


def own_nodes(function: Function) -> Iterator[ast.AST]:
    """Yield the nodes of a function, without those of functions inside it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting.extend(ast.iter_child_nodes(node))


def module_nodes(script: Script) -> Iterator[ast.AST]:
    """Yield the nodes that run on import, in the order of the source."""
    waiting: list[ast.AST] = list(reversed(script.tree.body))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting.extend(reversed(node.decorator_list if hasattr(node, "decorator_list") else []))
            continue
        if is_main(node):
            continue
        yield node
        waiting.extend(reversed(list(ast.iter_child_nodes(node))))


def swallows(handler: ast.ExceptHandler) -> bool:
    """Return whether an error is caught, at most logged, and nothing is done about it."""
    for node in handler.body:
        if isinstance(node, ast.Return):
            return node.value is None or _is_none(node.value)
        if isinstance(node, ast.Pass):
            continue
        if isinstance(node, ast.Assign) and _is_none(node.value):
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and _LOGS.fullmatch(dotted(node.value.func))
        ):
            continue
        return False
    return True


def download_in(function: Function) -> tuple[str, int] | None:
    """Return what a function fetches from S3, and where; None when it fetches nothing."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and _DOWNLOAD.fullmatch(dotted(node.func)):
            return dotted(node.func).rpartition(".")[2], node.lineno
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.startswith("s3://")
        ):
            return repr(node.value[:60]), node.lineno
    return None


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
