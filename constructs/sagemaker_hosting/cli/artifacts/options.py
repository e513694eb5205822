"""The options that say what an artifact is for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import click

from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.cli.values import Reasoned, Variable
from sagemaker_hosting.facts.images import parse_image
from sagemaker_hosting.facts.instances import family_of, instance_type
from sagemaker_hosting.facts.limits import DEFAULT_VOLUME_GB, SERVERLESS_MEMORY_MB

_Command = TypeVar("_Command", bound=Callable[..., Any])


class _Version(click.ParamType[tuple[int, int]]):
    """``3.11``."""

    name = "X.Y"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value[0], value[1]
        found = re.fullmatch(r"(\d)\.(\d{1,2})", str(value))
        if found is None:
            self.fail(f"{value!r} is no version of Python, such as 3.11", param)
        return int(found[1]), int(found[2])


_OPTIONS = (
    click.option(
        "--framework",
        type=click.Choice([each.value for each in Framework]),
        help="Whose container opens it. Default: what --image says.",
    ),
    click.option(
        "--image",
        metavar="URI",
        help="The inference image: framework, versions and architecture are read from its address.",
    ),
    click.option("--python", type=_Version(), help="Python in the container."),
    click.option("--architecture", type=click.Choice(["x86_64", "arm64"]), help="Its processor."),
    click.option(
        "--env",
        "variables",
        type=Variable(),
        multiple=True,
        help="A variable of the Model's Environment; can be given several times.",
    ),
    click.option("--network-isolation", is_flag=True, help="The container has no network."),
    click.option("--multi-model", is_flag=True, help="The endpoint serves many models."),
    click.option(
        "--serverless",
        metavar="MB",
        type=click.Choice([str(size) for size in SERVERLESS_MEMORY_MB.value]),
        help="The endpoint is serverless, with so much memory.",
    ),
    click.option("--instance-type", metavar="ml.*", help="What the endpoint runs on."),
    click.option(
        "--volume-size",
        metavar="GB",
        type=click.IntRange(1, 512),
        help="VolumeSizeInGB of the variant.",
    ),
    click.option(
        "--download-timeout",
        metavar="SECONDS",
        type=click.IntRange(60, 3600),
        help="ModelDataDownloadTimeoutInSeconds of the variant.",
    ),
)


ignore_option = click.option(
    "--ignore",
    "ignored",
    type=Reasoned(),
    multiple=True,
    help="A rule that does not count, and why; can be given several times.",
)


def declaration_options(command: _Command) -> _Command:
    """Add the options; the command gives its arguments to `declaration`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def declaration(given: dict[str, Any]) -> Declaration:
    """Take the options of `declaration_options` out of a command's arguments.

    Raises:
        click.UsageError: The image or the instance type is not one.
    """
    framework = given.pop("framework")
    serverless = given.pop("serverless")
    declared = Declaration(
        framework=Framework(framework) if framework else None,
        python=given.pop("python"),
        architecture=given.pop("architecture"),
        environment=dict(given.pop("variables")),
        network_isolation=given.pop("network_isolation") or None,
        multi_model=given.pop("multi_model") or None,
        serverless=True if serverless else None,
        serverless_memory_mb=int(serverless) if serverless else None,
        volume_gb=given.pop("volume_size"),
        download_timeout=given.pop("download_timeout"),
    )
    image, instance = given.pop("image"), given.pop("instance_type")
    if image is not None:
        if parse_image(image) is None:
            raise click.UsageError(f"--image {image!r} is not an address of ECR")
        declared = declared.of_image(image)
    return declared if instance is None else _on(declared, instance)


def _on(declared: Declaration, name: str) -> Declaration:
    """Return ``declared`` with what an instance type tells."""
    found = instance_type(name)
    if found is None:
        if family_of(name) is None:
            raise click.UsageError(f"--instance-type {name!r} is not written ml.FAMILY.SIZE")
        # Newer than our list: nothing is known about it.
        return declared
    timeout = declared.download_timeout
    return replace(
        declared,
        architecture=declared.architecture or found.architecture,
        gpus=(found.accelerator_count if found.has_gpu else 0),
        local_nvme=found.local_nvme,
        volume_gb=declared.volume_gb or DEFAULT_VOLUME_GB.value,
        download_timeout=0 if timeout is None else timeout,
    )
