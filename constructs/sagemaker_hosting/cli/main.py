"""The command `sagemaker-hosting`."""

from __future__ import annotations

from typing import Any

import click

from sagemaker_hosting.cli import commands
from sagemaker_hosting.cli.lazy import LazyCommands
from sagemaker_hosting.core.errors import HostingError


class Commands(LazyCommands):
    """All commands; what the user can mend is told in a message."""

    def __init__(self, name: str, **more: Any) -> None:
        super().__init__(name, package=commands, **more)

    def invoke(self, ctx: click.Context) -> object:
        """Turn a mistake that the user can mend into a message and exit code 1."""
        try:
            return super().invoke(ctx)
        except HostingError as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cdk-sagemaker-hosting", prog_name="sagemaker-hosting")
def main() -> None:
    """Work with SageMaker inference hosting from the command line."""


if __name__ == "__main__":
    main()
