"""Serve a model on this machine as SageMaker would."""

from __future__ import annotations

import threading
import time
from typing import Any

import click

from sagemaker_hosting.cli.serving.options import read, serving_options


@click.command
@serving_options
@click.option(
    "--port",
    default=8080,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Where to listen on loopback; 0 for any port that is free.",
)
def command(port: int, **given: Any) -> None:
    """Serve PATHS, a model.tar.gz or its directory, at /ping and /invocations on loopback.

    Without Docker, with the Python that runs this command, through the handler script of the
    archive, the defaults of the framework's container, or a server of its own. Several PATHS are
    an inference pipeline: each is answered by the next. Payloads, time and start-up are limited as
    on an endpoint; on Ctrl-C and on SIGTERM the containers get SIGTERM and up to 30 seconds.

    POST /invocations answers in the time of InvokeEndpoint, POST /invocations-response-stream part
    by part in that of InvokeEndpointWithResponseStream; the header X-Amzn-SageMaker-Target-Model
    chooses one of many models. boto3's sagemaker-runtime works with this address as endpoint_url,
    whatever the EndpointName.
    """
    from sagemaker_hosting.cli.serving.build import build
    from sagemaker_hosting.cli.serving.failures import told
    from sagemaker_hosting.cli.serving.follow import Followed
    from sagemaker_hosting.cli.serving.signals import interruptible
    from sagemaker_hosting.facts.limits import TERMINATION_GRACE
    from sagemaker_hosting.runner.front import Front
    from sagemaker_hosting.runner.servable import ContainerFailure

    served = build(read(given))
    try:
        with (
            interruptible(),
            Followed(served.containers) as followed,
            Front(served.servable, port, limits=served.limits) as it,
        ):
            for line in served.describe():
                click.echo(line)
            served.servable.start()
            click.echo(f"GET  {it.url}/ping\nPOST {it.url}/invocations")
            try:
                threading.Event().wait()
            except KeyboardInterrupt:
                followed.catch_up()
                _end(served.servable, TERMINATION_GRACE.value)
    except ContainerFailure as failure:
        click.echo("Error: " + told(failure.message, failure.log_tail), err=True)
        raise click.exceptions.Exit(1) from None
    except KeyboardInterrupt:
        raise click.exceptions.Exit(130) from None
    finally:
        served.servable.stop()


def _end(servable: Any, grace: float) -> None:
    """Let the containers end by themselves; a second Ctrl-C kills them."""
    click.echo("\nSIGTERM to the containers")
    began = time.monotonic()
    try:
        if servable.stop(grace):
            click.echo(f"ended after {time.monotonic() - began:.1f} s")
        else:
            click.echo(f"still there {grace:g} s after SIGTERM, and killed, as SageMaker does")
    except KeyboardInterrupt:
        click.echo("killed")
