"""The options and the end of every command that reports findings."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from sagemaker_hosting.cli.report import FORMATS, Report
from sagemaker_hosting.core.findings import Severity

_Command = TypeVar("_Command", bound=Callable[..., Any])
_MODULES = {"json": "as_json"}


def report_options(command: _Command) -> _Command:
    """Add ``--format`` and ``--fail-on``; the command gets ``output`` and ``fail_on``."""
    command = click.option(
        "--fail-on",
        type=click.Choice([severity.value for severity in Severity]),
        default=Severity.ERROR.value,
        show_default=True,
        help="The least serious finding that makes the exit code 1.",
    )(command)
    return click.option(
        "--format",
        "output",
        type=click.Choice(FORMATS),
        default=FORMATS[0],
        show_default=True,
        help="How to print the findings.",
    )(command)


def finish(report: Report, *, output: str, fail_on: str) -> None:
    """Print ``report`` and end with its exit code.

    Raises:
        click.exceptions.Exit: Always; 0 when nothing is as serious as ``fail_on``, otherwise 1.
    """
    module = importlib.import_module(f"sagemaker_hosting.cli.report.{_MODULES.get(output, output)}")
    options = {"colour": _wants_colour()} if output == "text" else {}
    text = module.render(report, **options)
    if text:
        click.echo(text, color=True if options.get("colour") else None)
    raise click.exceptions.Exit(report.exit_code(Severity(fail_on)))


def _wants_colour() -> bool:
    """Follow https://no-color.org and https://force-color.org."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()
