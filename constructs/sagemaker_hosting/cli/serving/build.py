"""Makes what answers invocations out of the options."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sagemaker_hosting.cli.serving.options import ServingOptions
from sagemaker_hosting.facts.limits import (
    REALTIME_PAYLOAD_BYTES,
    SERVERLESS_PAYLOAD_BYTES,
    SERVERLESS_STARTUP_TIMEOUT,
    STARTUP_TIMEOUT,
)
from sagemaker_hosting.runner.container import ModelContainer
from sagemaker_hosting.runner.front import FrontLimits
from sagemaker_hosting.runner.multi_model import MultiModelContainer, from_directory
from sagemaker_hosting.runner.pipeline import Pipeline
from sagemaker_hosting.runner.ports import safe_port_range
from sagemaker_hosting.runner.servable import Servable


@dataclass(frozen=True)
class Served:
    """What answers, and the containers in it.

    Attributes:
        servable: What answers.
        containers: All containers, in order.
        limits: What is let through.
    """

    servable: Servable
    containers: tuple[ModelContainer, ...]
    limits: FrontLimits

    def describe(self) -> list[str]:
        """Return a line for each container: what it is, and how it is served.

        Raises:
            LocalAwsError: It cannot be served.
        """
        return [f"{container.name}: {container.program}" for container in self.containers]


def build(options: ServingOptions) -> Served:
    """Return what the options ask for, not yet started.

    Raises:
        InvalidProps: A pipeline is too long.
    """
    limits = FrontLimits.serverless() if options.serverless else FrontLimits()
    if options.multi_model:
        (directory,) = options.paths
        container = _container(options, None, directory.name or str(directory))
        many = MultiModelContainer(container, from_directory(directory))
        return Served(many, (container,), limits)
    if len(options.paths) == 1:
        container = _container(options, options.paths[0], options.paths[0].name or "model")
        return Served(container, (container,), limits)
    containers = tuple(
        _container(options, path, f"container-{number} ({path.name})")
        for number, path in enumerate(options.paths, start=1)
    )
    pipeline = Pipeline([(container.name, container) for container in containers])
    return Served(pipeline, containers, limits)


def _container(options: ServingOptions, model: Path | None, name: str) -> ModelContainer:
    startup = SERVERLESS_STARTUP_TIMEOUT if options.serverless else STARTUP_TIMEOUT
    answer = SERVERLESS_PAYLOAD_BYTES if options.serverless else REALTIME_PAYLOAD_BYTES
    environment = dict(options.environment)
    if len(options.paths) > 1:
        environment = {"SAGEMAKER_SAFE_PORT_RANGE": safe_port_range(), **environment}
    return ModelContainer(
        model,
        environment,
        framework=options.framework,
        program=options.program,
        name=name,
        startup_timeout=options.startup_timeout or float(startup.value),
        response_limit=answer.value,
    )
