"""A script as a syntax tree, or what is wrong with its syntax."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class SyntaxFlaw:
    """Why a script cannot be parsed.

    Attributes:
        message: What the parser says.
        line: Where, from 1; None where that is not known.
    """

    message: str
    line: int | None


def parse(text: str, python: tuple[int, int] | None = None) -> ast.Module | SyntaxFlaw:
    """Return the syntax tree of a script.

    Args:
        text: The script.
        python: The version of Python that it is for. Default: the one that runs this.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text, feature_version=python)
    except SyntaxError as error:
        return SyntaxFlaw(error.msg, error.lineno)
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return SyntaxFlaw(str(error) or "it nests too deep", None)


class Script:
    """A handler script.

    Attributes:
        path: Where it is in the artifact.
        tree: Its syntax.
    """

    def __init__(self, path: str, tree: ast.Module) -> None:
        self.path = path
        self.tree = tree

    @cached_property
    def functions(self) -> dict[str, Function]:
        """The functions at the top of the module; the last of a name counts."""
        return {
            node.name: node
            for node in _module_level(self.tree.body)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }

    @cached_property
    def names(self) -> frozenset[str]:
        """All names that the module binds: functions, classes, imports, assignments."""
        found: set[str] = set()
        for node in _module_level(self.tree.body):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.Import | ast.ImportFrom):
                found.update((each.asname or each.name).split(".")[0] for each in node.names)
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                for target in targets:
                    found.update(each.id for each in ast.walk(target) if isinstance(each, ast.Name))
        return frozenset(found)

    @property
    def binds_unknown_names(self) -> bool:
        """Whether ``from module import *`` may bind any name."""
        return "*" in self.names

    def defines(self, name: str) -> bool | None:
        """Return whether the module has ``name``; None when that cannot be told."""
        if name in self.names:
            return True
        return None if self.binds_unknown_names else False

    @cached_property
    def served(self) -> tuple[ast.AST, ...]:
        """The nodes that run in the container: on import, and from the handler functions.

        What stands below ``if __name__ == "__main__"``, and functions that only training calls, are
        left out: one script often does both.
        """
        top = [
            node
            for node in self.tree.body
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not is_main(node)
        ]
        reached: dict[str, Function] = {}
        waiting: list[ast.AST] = [
            *top,
            *(node for name, node in self.functions.items() if name in HANDLERS),
        ]
        nodes: list[ast.AST] = []
        while waiting:
            for node in ast.walk(waiting.pop()):
                nodes.append(node)
                name = node.id if isinstance(node, ast.Name) else None
                if name in self.functions and name not in reached and name not in HANDLERS:
                    reached[name] = self.functions[name]
                    waiting.append(self.functions[name])
        return tuple(nodes)


HANDLERS = frozenset(
    {
        "model_fn",
        "input_fn",
        "predict_fn",
        "output_fn",
        "transform_fn",
        "handler",
        "input_handler",
        "output_handler",
        "handle",
        "initialize",
    }
)
"""The names that containers call."""


def is_main(node: ast.AST) -> bool:
    """Return whether a statement is ``if __name__ == "__main__"``."""
    return isinstance(node, ast.If) and any(
        isinstance(each, ast.Name) and each.id == "__name__" for each in ast.walk(node.test)
    )


def handler_script(contents: Contents, declared: Declaration) -> Script | None:
    """Return the script that the container runs; None when it is not here or cannot be parsed."""
    path = declared.program
    if path is None:
        return None
    known = ("script", path)
    if known not in contents.cache:
        text = contents.text(path)
        parsed = None if text is None else parse(text)
        contents.cache[known] = Script(path, parsed) if isinstance(parsed, ast.Module) else None
    script: Script | None = contents.cache[known]
    return script


def _module_level(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a module, those in ``if``, ``try`` and ``with`` included."""
    waiting = list(reversed(body))
    while waiting:
        node = waiting.pop()
        yield node
        inner: list[ast.stmt] = []
        if is_main(node):
            continue
        if isinstance(node, ast.If | ast.For | ast.While):
            inner = [*node.body, *node.orelse]
        elif isinstance(node, ast.With | ast.AsyncWith):
            inner = node.body
        elif isinstance(node, ast.Try):
            handlers = [statement for each in node.handlers for statement in each.body]
            inner = [*node.body, *handlers, *node.orelse, *node.finalbody]
        waiting += reversed(inner)
