"""A group of commands that loads the module of a command when it is asked for."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from pathlib import Path
from types import ModuleType
from typing import Any

import click


class LazyCommands(click.Group):
    """A group whose commands are the modules of a package, each with an attribute `command`.

    Help shows the first line of a module's docstring without importing it: some commands need
    seconds to import what they work with. A package among the modules is a group in turn.

    Args:
        package: Where the modules are. A name that begins with an underscore is no command.
    """

    def __init__(self, name: str, *, package: ModuleType, **more: Any) -> None:
        super().__init__(name, **more)
        self._package = package

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the modules."""
        names = [
            module.name.replace("_", "-")
            for module in pkgutil.iter_modules(self._package.__path__)
            if not module.name.startswith("_")
        ]
        return sorted(names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{self._package.__name__}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the first line of each docstring."""
        rows = [(name, self._first_line(name)) for name in self.list_commands(ctx)]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)

    def _first_line(self, name: str) -> str:
        path = Path(self._package.__path__[0]) / name.replace("-", "_")
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        try:
            text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        except (OSError, SyntaxError):
            return ""
        return text.split("\n")[0].rstrip(".")
