"""The modules that a script imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from sagemaker_hosting.artifact.script.parse import Script, is_main


@dataclass(frozen=True)
class Imported:
    """An import of a script.

    Attributes:
        module: The module, with dots.
        line: Where.
    """

    module: str
    line: int

    @property
    def top(self) -> str:
        """Return the first part of the name, which has to be found."""
        return self.module.partition(".")[0]


def imports_of(script: Script) -> list[Imported]:
    """Return the modules that a script cannot do without, in the order of the source.

    Imports that may fail (in a ``try`` that catches it), that are for type checkers, or that only
    run below ``if __name__ == "__main__"`` are left out; so are relative ones.
    """
    return list(_imports(script.tree.body))


def _imports(body: list[ast.stmt]) -> Iterator[Imported]:
    for node in body:
        if isinstance(node, ast.Import):
            yield from (Imported(each.name, node.lineno) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level == 0 and node.module:
                yield Imported(node.module, node.lineno)
        elif isinstance(node, ast.Try):
            if not any(_catches_import_errors(each) for each in node.handlers):
                yield from _imports(node.body)
            yield from _imports(node.orelse + node.finalbody)
        elif isinstance(node, ast.If):
            if not is_main(node) and not _for_type_checkers(node):
                yield from _imports(node.body + node.orelse)
        elif isinstance(node, ast.With | ast.ClassDef):
            yield from _imports(node.body)


def _catches_import_errors(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = {each.id for each in ast.walk(handler.type) if isinstance(each, ast.Name)}
    return bool(caught & {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


def _for_type_checkers(node: ast.If) -> bool:
    names = {getattr(each, "id", getattr(each, "attr", None)) for each in ast.walk(node.test)}
    return "TYPE_CHECKING" in names
