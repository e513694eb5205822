"""Run a local AWS that behaves as SageMaker hosting does."""

from __future__ import annotations

import json
import shlex
from importlib.util import find_spec
from pathlib import Path

import click

from sagemaker_hosting.core.errors import LocalAwsError, NotFound

_STATE = click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File that remembers the server. Default: below $XDG_STATE_HOME or ~/.local/state.",
)


@click.group
def command() -> None:
    """Run a local AWS that behaves as SageMaker hosting does."""
    if find_spec("moto") is None:
        raise LocalAwsError(
            "the local AWS is not installed",
            fix="pip install 'cdk-sagemaker-hosting[local]'",
        )


@command.command
@click.option("--port", default=5001, show_default=True, type=click.IntRange(0, 65535))
@click.option("--region", default="eu-west-1", show_default=True, help="Region to export.")
@click.option(
    "--speed",
    default=600.0,
    show_default=True,
    type=click.FloatRange(min=0, min_open=True),
    help="Seconds of baking and provisioning per real second.",
)
@click.option("--foreground", is_flag=True, help="Stay until Ctrl-C.")
@_STATE
def start(port: int, region: str, speed: float, foreground: bool, state: Path | None) -> None:
    """Start the local AWS and print the variables to export."""
    from sagemaker_hosting.localaws import server

    if not foreground:
        _announce(server.start(port, state=state, speed=speed).url, region)
        return
    from sagemaker_hosting.localaws import serve

    state = state or server.default_state_file()
    try:
        running = server.status(state)
    except NotFound:
        serve.run(port, state=state, speed=speed, announce=lambda url: _announce(url, region))
        return
    raise LocalAwsError(
        f"the local AWS already runs at {running.url}",
        fix="use it, stop it with: sagemaker-hosting local stop, or choose another --state",
    )


@command.command
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text")
@_STATE
def status(output: str, state: Path | None) -> None:
    """Show where the local AWS runs, and its endpoints."""
    from sagemaker_hosting.localaws import server

    found = server.status(state)
    if output == "json":
        click.echo(
            json.dumps({"url": found.url, "pid": found.pid, "endpoints": found.endpoints}, indent=2)
        )
        return
    click.echo(f"url  {found.url}\npid  {found.pid}")
    if not found.endpoints:
        click.echo("no endpoints")
    for one in found.endpoints:
        click.echo(f"{one['name']}\t{one['status']}\t{one['config']}\t{one['region']}")
        if one["failure_reason"]:
            click.echo(f"  {one['failure_reason']}")


@command.command
@_STATE
def stop(state: Path | None) -> None:
    """Stop the local AWS and every model that it runs."""
    from sagemaker_hosting.localaws import server

    click.echo(f"stopped {server.stop(state).url}")


def _announce(url: str, region: str) -> None:
    """Print shell lines: the output can be given to eval."""
    from sagemaker_hosting.localaws.server import environment

    click.echo(f"# the local AWS runs at {url}")
    for name, value in environment(url, region).items():
        click.echo(f"export {name}={shlex.quote(value)}")
