"""One training script: its syntax, its names, and what they may stand for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property
from typing import Final

Function = ast.FunctionDef | ast.AsyncFunctionDef
Scope = Function | ast.Module

HANDLERS: Final = frozenset({"model_fn", "input_fn", "predict_fn", "output_fn", "transform_fn"})
"""The functions of the handler contract."""


class Module:
    """A training script.

    Attributes:
        path: Where it is, for findings.
        tree: Its syntax.
    """

    def __init__(self, path: str, tree: ast.Module) -> None:
        self.path = path
        self.tree = tree

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All nodes, in the order of the source."""
        found = [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.stmt | ast.expr | ast.ExceptHandler)
        ]
        return tuple(sorted(found, key=lambda node: (node.lineno, node.col_offset)))

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """The node around each node."""
        return {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    @cached_property
    def aliases(self) -> dict[str, str]:
        """What the names of imports stand for, ``tf`` for ``tensorflow``."""
        found: dict[str, str] = {}
        for node in self.nodes:
            if isinstance(node, ast.Import):
                for each in node.names:
                    found[each.asname or each.name.split(".")[0]] = (
                        each.name if each.asname else each.name.split(".")[0]
                    )
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for each in node.names:
                    found[each.asname or each.name] = f"{node.module}.{each.name}"
        return found

    @cached_property
    def functions(self) -> dict[str, Function]:
        """All functions and methods by name; the last of a name counts."""
        return {
            node.name: node
            for node in self.nodes
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }

    @property
    def defines_handlers(self) -> bool:
        """Whether a function of the handler contract is at the top of the module."""
        return any(
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in HANDLERS
            for node in self.tree.body
        )

    @cached_property
    def calls(self) -> tuple[ast.Call, ...]:
        """All calls, in the order of the source."""
        return tuple(node for node in self.nodes if isinstance(node, ast.Call))

    def called(self, call: ast.Call) -> str:
        """Return the full name of what is called, ``os.path.join``; empty when it has none."""
        return self.full_name(call.func)

    def full_name(self, node: ast.expr) -> str:
        """Return a dotted name with its import resolved; empty for what is no name."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        parts.append(self.aliases.get(node.id, node.id))
        return ".".join(reversed(parts))

    def scope_of(self, node: ast.AST) -> Scope:
        """Return the function that a node runs in, or the module."""
        for each in self.around(node):
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
                return each
        return self.tree

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the nodes around a node, the nearest first."""
        above = self.parents.get(node)
        while above is not None:
            yield above
            above = self.parents.get(above)

    @cached_property
    def _bindings(self) -> dict[tuple[ast.AST, str], list[tuple[ast.stmt, ast.expr | None]]]:
        found: dict[tuple[ast.AST, str], list[tuple[ast.stmt, ast.expr | None]]] = {}
        for node in self.nodes:
            for name, value in _bound(node):
                assert isinstance(node, ast.stmt)
                found.setdefault((self.scope_of(node), name), []).append((node, value))
        return found

    def values(self, name: ast.Name, scope: Scope) -> list[ast.expr | None] | None:
        """Return what a name may stand for where it is read; None in it is what cannot be told.

        Args:
            name: The name, as it is read.
            scope: Where it is looked up.

        Returns:
            The expressions, or None when the scope does not bind the name.
        """
        bindings = self._bindings.get((scope, name.id))
        if bindings is None:
            return None
        if self.scope_of(name) is not scope:
            return [value for _, value in bindings]
        around = set(self.around(name))
        found: list[ast.expr | None] = []
        for statement, value in reversed(bindings):
            if statement.lineno > name.lineno or statement in around:
                continue
            found.append(value)
            if self.parents[statement] in around:
                return found
        # In a loop, what stands below has been there before.
        return found or [value for _, value in bindings]


def _bound(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield target.id, node.value
            else:
                yield from ((each, None) for each in _names(target))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        if node.value is not None:
            yield node.target.id, node.value
    elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        yield node.target.id, None
    elif isinstance(node, ast.For | ast.AsyncFor):
        yield from ((each, None) for each in _names(node.target))
    elif isinstance(node, ast.With | ast.AsyncWith):
        for item in node.items:
            if item.optional_vars is not None:
                yield from ((each, None) for each in _names(item.optional_vars))


def _names(target: ast.expr) -> Iterator[str]:
    for node in ast.walk(target):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
