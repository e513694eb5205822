"""The options that say what is served, and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.cli.serving.declared import Declared, declared_in
from sagemaker_hosting.cli.values import Variable
from sagemaker_hosting.runner.frameworks import FRAMEWORKS, GUESS

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class ServingOptions:
    """What is served, and how.

    Attributes:
        paths: A model; several are an inference pipeline.
        framework: Whose container is imitated.
        program: What the image's ENTRYPOINT runs, for a server of its own.
        environment: The Model's `Environment`.
        multi_model: Whether the path is a directory of models.
        serverless: Whether the limits are those of a serverless endpoint.
        startup_timeout: Seconds until /ping must answer 200; None for the documented ones.
    """

    paths: tuple[Path, ...]
    framework: str = GUESS
    program: Path | None = None
    environment: dict[str, str]
    multi_model: bool = False
    serverless: bool = False
    startup_timeout: float | None = None


_OPTIONS = (
    click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)),
    click.option(
        "--framework",
        type=click.Choice([GUESS, *FRAMEWORKS]),
        default=GUESS,
        show_default=True,
        help="Whose container serves it: what its handlers do where the script does not say.",
    ),
    click.option(
        "--image",
        metavar="URI",
        help="The inference image, in the place of --framework: read, never pulled.",
    ),
    click.option(
        "--declared",
        metavar="TEMPLATE[:ID]",
        help="The CloudFormation template that declares the model, and its logical id where there "
        "are several: environment, image, mode and start-up time are taken from it.",
    ),
    click.option(
        "--program",
        type=click.Path(exists=True, path_type=Path),
        help="What the image's ENTRYPOINT runs, for a container with a server of its own: an "
        "executable, a Python script, or the directory of an executable called serve.",
    ),
    click.option(
        "--env",
        "variables",
        type=Variable(),
        multiple=True,
        help="A variable of the Model's Environment; can be given several times.",
    ),
    click.option(
        "--multi-model", is_flag=True, help="PATH is a directory of models, as Mode: MultiModel."
    ),
    click.option("--serverless", is_flag=True, help="With the limits of a serverless endpoint."),
    click.option(
        "--startup-timeout",
        metavar="SECONDS",
        type=click.FloatRange(min=0, min_open=True),
        help="ContainerStartupHealthCheckTimeoutInSeconds of the variant. Default: 240; 180 for "
        "a serverless endpoint.",
    ),
)


def serving_options(command: _Command) -> _Command:
    """Add PATHS and the options that both commands take."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def read(given: dict[str, Any]) -> ServingOptions:
    """Take the options of ``serving_options`` out of a command's arguments.

    Raises:
        click.UsageError: They contradict one another.
    """
    declared = _declared(given.pop("declared"))
    program = given.pop("program")
    options = ServingOptions(
        paths=given.pop("paths"),
        framework=_framework(given.pop("framework"), given.pop("image"), declared, program),
        program=program,
        environment={**declared.environment, **dict(given.pop("variables"))},
        multi_model=given.pop("multi_model") or declared.multi_model,
        serverless=given.pop("serverless") or declared.serverless,
        startup_timeout=given.pop("startup_timeout") or declared.startup_timeout,
    )
    if options.multi_model and (len(options.paths) != 1 or not options.paths[0].is_dir()):
        raise click.UsageError("--multi-model takes one directory of models")
    if options.multi_model and options.serverless:
        raise click.UsageError("a serverless endpoint has no multi-model containers")
    if options.program and len(options.paths) > 1:
        raise click.UsageError("--program is the server of one container; a pipeline has several")
    return options


def _declared(named: str | None) -> Declared:
    if not named:
        return Declared(environment={})
    path, _, logical_id = named.partition(":")
    if not Path(path).is_file():
        raise click.UsageError(f"--declared {named!r} names no file")
    return declared_in(Path(path), logical_id)


def _framework(given: str, image: str | None, declared: Declared, program: Path | None) -> str:
    """Return whose handlers serve: as given, of the image, or as declared."""
    found = declared.framework
    if image:
        known = Declaration().of_image(image).framework
        if known is None and program is None:
            raise click.UsageError(
                f"--image {image!r} is none that AWS publishes for a framework; name what it runs "
                "with --program"
            )
        found = known.value if known else ""
    if given != GUESS or program is not None:
        return given
    if found and found not in FRAMEWORKS:
        raise click.UsageError(
            f"the server of the {found} image runs in that image only; try it with --program, or "
            "say --framework for the handlers of another"
        )
    return found or GUESS
