"""The command `sagemaker-hosting`: a group that loads a command's module when it is asked for."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from pathlib import Path

import click

from sagemaker_hosting.cli import commands
from sagemaker_hosting.core.errors import HostingError


class LazyCommands(click.Group):
    """A group whose commands are the modules of `cli/commands`, each with an attribute `command`.

    Help shows the first line of a module's docstring without importing it: some commands need
    seconds to import what they work with.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the modules."""
        names = [
            module.name.replace("_", "-")
            for module in pkgutil.iter_modules(commands.__path__)
            if not module.name.startswith("_")
        ]
        return sorted(names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{commands.__name__}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the first line of each docstring."""
        rows = [(name, _first_line(name)) for name in self.list_commands(ctx)]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> object:
        """Turn a mistake that the user can mend into a message and exit code 1."""
        try:
            return super().invoke(ctx)
        except HostingError as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(1)


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cdk-sagemaker-hosting", prog_name="sagemaker-hosting")
def main() -> None:
    """Work with SageMaker inference hosting from the command line."""


def _first_line(name: str) -> str:
    path = Path(commands.__path__[0]) / f"{name.replace('-', '_')}.py"
    try:
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    except (OSError, SyntaxError):
        return ""
    return text.split("\n")[0].rstrip(".")


if __name__ == "__main__":
    main()
