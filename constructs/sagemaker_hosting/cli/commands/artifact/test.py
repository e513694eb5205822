"""Serve a model, send it payloads, and say whether it answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sagemaker_hosting.cli.serving.options import read, serving_options

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonl": "application/jsonlines",
    ".libsvm": "text/libsvm",
    ".npy": "application/x-npy",
    ".txt": "text/plain",
}


@click.command
@serving_options
@click.option("--payload", type=_FILE, multiple=True, required=True, help="What is sent.")
@click.option(
    "--content-type", help="Content-Type of the payloads. Default: what their suffix says."
)
@click.option("--accept", default="", help="Accept. Default: what the container prefers.")
@click.option(
    "--expect",
    type=_FILE,
    multiple=True,
    help="The answer to expect, one for each --payload in their order. Default: any success.",
)
@click.option(
    "--tolerance",
    default=0.0,
    show_default=True,
    type=click.FloatRange(min=0),
    help="How much numbers may differ from those expected: relatively, and absolutely around 0.",
)
@click.option(
    "--requests",
    default=10,
    show_default=True,
    type=click.IntRange(1),
    help="How often each payload is sent.",
)
@click.option(
    "--concurrency",
    default=1,
    show_default=True,
    type=click.IntRange(1, 200),
    help="How many requests are under way at once.",
)
@click.option(
    "--max-p99",
    metavar="MILLISECONDS",
    type=click.FloatRange(min=0, min_open=True),
    help="Fail when the 99th percentile is above. Default: any will do.",
)
@click.option("--target-model", default="", help="TargetModel, with --multi-model.")
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", "junit"]),
    default="text",
    show_default=True,
    help="How to print the outcome.",
)
def command(output: str, **given: Any) -> None:
    """Serve PATHS as `artifact serve` does, send payloads, and report latency percentiles.

    For CI, before a deployment: whether the model starts, passes its health check, and answers
    what is expected. What is wrong is told with the tail of the container's log.

    Exit codes: 0 passed, 1 failed, 2 usage.
    """
    options = read(given)
    plan = _plan(options.multi_model, **given)
    from sagemaker_hosting.cli.serving.build import build
    from sagemaker_hosting.cli.serving.show import FORMATS
    from sagemaker_hosting.cli.serving.signals import interruptible
    from sagemaker_hosting.cli.serving.trial import run

    try:
        with interruptible():
            outcome = run(build(options), plan)
    except KeyboardInterrupt:
        raise click.exceptions.Exit(130) from None
    click.echo(FORMATS[output](outcome))
    raise click.exceptions.Exit(0 if outcome.passed else 1)


def _plan(
    multi_model: bool,
    *,
    payload: tuple[Path, ...],
    content_type: str | None,
    expect: tuple[Path, ...],
    target_model: str,
    **more: Any,
) -> Any:
    from sagemaker_hosting.cli.serving.trial import Payload, Plan
    from sagemaker_hosting.runner.multi_model import TARGET_MODEL

    if expect and len(expect) != len(payload):
        raise click.UsageError(f"{len(expect)} --expect for {len(payload)} --payload")
    if bool(target_model) != multi_model:
        raise click.UsageError("--multi-model and --target-model belong together")
    answers = expect or (None,) * len(payload)
    payloads = [
        Payload(file=file, content_type=content_type or _guessed(file), expect=answer)
        for file, answer in zip(payload, answers, strict=True)
    ]
    headers = {TARGET_MODEL: target_model} if target_model else {}
    return Plan(payloads=payloads, headers=headers, **more)


def _guessed(file: Path) -> str:
    found = _TYPES.get(file.suffix.lower())
    if found is None:
        raise click.UsageError(f"say the --content-type of {file.name}")
    return found
