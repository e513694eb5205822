"""Name the newest approved version of a model package group."""

from __future__ import annotations

import dataclasses
import json

import click


@click.command
@click.argument("group")
@click.option(
    "--format",
    "output",
    type=click.Choice(["arn", "number", "json"]),
    default="arn",
    show_default=True,
    help="What is written of it.",
)
def command(group: str, output: str) -> None:
    """Name the newest approved version of GROUP, a model package group by name or ARN.

    Write it into the declaration: what was tested is then what runs, and a synthesis asks nobody.

    Exit codes: 0 found, 1 there is none, 2 usage.
    """
    from sagemaker_hosting.cli.registry import latest_approved

    version = latest_approved(group)
    if output == "json":
        click.echo(json.dumps(dataclasses.asdict(version), indent=2))
    else:
        click.echo(version.arn if output == "arn" else version.number)
