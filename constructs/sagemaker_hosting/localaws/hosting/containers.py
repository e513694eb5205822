"""Makes what answers invocations out of a Model: one container, of many models, or several."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.core.errors import LocalAwsError
from sagemaker_hosting.localaws.hosting import artifacts
from sagemaker_hosting.runner.container import STARTUP_TIMEOUT, ModelContainer
from sagemaker_hosting.runner.direct import DirectContainers
from sagemaker_hosting.runner.frameworks import FRAMEWORKS, LOADERS
from sagemaker_hosting.runner.multi_model import MultiModelContainer
from sagemaker_hosting.runner.pipeline import Pipeline
from sagemaker_hosting.runner.ports import safe_port_range
from sagemaker_hosting.runner.program import find_program
from sagemaker_hosting.runner.servable import Servable

# Serving images whose own model loader cannot be imitated: without a script they may still be
# right, except for scikit-learn, whose container has no default model_fn.
_SCRIPT_REQUIRED = "sagemaker-scikit-learn"


class CannotRun(Exception):
    """The model cannot be served without Docker; says why and what to do."""


@dataclass(frozen=True)
class Made:
    """What answers the invocations of a model.

    Args:
        servable: What answers.
        containers: The containers in it, each with the end of its log stream's name.
        target: The header that chooses inside it; empty when there is nothing to choose.
    """

    servable: Servable
    containers: tuple[tuple[str, ModelContainer], ...]
    target: str = ""


class ContainerMaker:
    """Makes the containers of one variant.

    Args:
        model: The request that created the Model.
        spec: The variant's part of the endpoint configuration.
        account: The account that the model data is read in.
        region: The Region.
        environment: Variables that reach the local AWS from inside the container.
    """

    def __init__(
        self,
        model: Mapping[str, Any],
        spec: Mapping[str, Any],
        account: str,
        region: str,
        environment: Mapping[str, str],
    ) -> None:
        self._model = model
        self._spec = spec
        self._account = account
        self._region = region
        self._environment = environment

    def make(self, directory: Path) -> Made:
        """Fetch the model data into a directory and return what serves it, not yet started.

        Raises:
            CannotRun: The model needs Docker, or another feature that is not imitated.
            LocalAwsError: Its data is missing or unsafe.
        """
        definitions = self._model.get("Containers") or []
        primary = self._model.get("PrimaryContainer")
        if primary or len(definitions) == 1:
            return self._single(primary or definitions[0], directory)
        if not definitions:
            raise CannotRun("inference components are not run locally")
        made = []
        for number, definition in enumerate(definitions, start=1):
            name = definition.get("ContainerHostname") or f"container-{number}"
            ports = {"SAGEMAKER_SAFE_PORT_RANGE": safe_port_range()}
            one = self._one(definition, directory, name, ports)
            made.append((name, *one))
        containers = tuple((f"/{name}", container) for name, _, container in made)
        if (self._model.get("InferenceExecutionConfig") or {}).get("Mode") == "Direct":
            direct = DirectContainers({name: servable for name, servable, _ in made})
            return Made(direct, containers, "TargetContainerHostname")
        many = any(each.get("Mode") == "MultiModel" for each in definitions)
        pipeline = Pipeline([(name, servable) for name, servable, _ in made])
        return Made(pipeline, containers, "TargetModel" if many else "")

    def _single(self, definition: Mapping[str, Any], directory: Path) -> Made:
        servable, container = self._one(definition, directory, "primary", {})
        many = definition.get("Mode") == "MultiModel"
        return Made(servable, (("", container),), "TargetModel" if many else "")

    def _one(
        self,
        definition: Mapping[str, Any],
        directory: Path,
        name: str,
        more: Mapping[str, str],
    ) -> tuple[Servable, ModelContainer]:
        if not artifacts.location(dict(definition)):
            raise CannotRun(
                f"the model has no model data and its image {definition.get('Image', '')} cannot "
                "be run without Docker; give the model a model.tar.gz with code/inference.py, or "
                "with an executable serve that answers /ping and /invocations"
            )
        variables = {**self._environment, **more, **(definition.get("Environment") or {})}
        if definition.get("Mode") == "MultiModel":
            container = self._container(definition, None, variables, name)
            return self._many(definition, directory, container), container
        place = Path(tempfile.mkdtemp(dir=directory))
        data = artifacts.fetch(dict(definition), self._account, self._region, place)
        self._fetch_script(variables, data)
        self._check(definition.get("Image", ""), data, variables)
        container = self._container(definition, data, variables, name)
        return container, container

    def _many(
        self, definition: Mapping[str, Any], directory: Path, container: ModelContainer
    ) -> MultiModelContainer:
        prefix = artifacts.location(dict(definition)).rstrip("/")

        def fetch(target: str) -> Path | None:
            uri = f"{prefix}/{target}"
            if not artifacts.exists(uri, self._account, self._region):
                return None
            place = Path(tempfile.mkdtemp(dir=directory))
            return artifacts.fetch({"ModelDataUrl": uri}, self._account, self._region, place)

        return MultiModelContainer(
            container, fetch, invocation_timeout=artifacts.invocation_timeout()
        )

    def _container(
        self,
        definition: Mapping[str, Any],
        data: Path | None,
        variables: dict[str, str],
        name: str,
    ) -> ModelContainer:
        return ModelContainer(
            data,
            variables,
            framework=_framework(definition.get("Image", "")),
            name=name,
            startup_timeout=float(
                self._spec.get("ContainerStartupHealthCheckTimeoutInSeconds") or STARTUP_TIMEOUT
            ),
            invocation_timeout=artifacts.invocation_timeout(),
            region=self._region,
        )

    def _fetch_script(self, variables: dict[str, str], data: Path) -> None:
        """Put the script of SAGEMAKER_SUBMIT_DIRECTORY=s3://... where the toolkit would."""
        submitted = variables.get("SAGEMAKER_SUBMIT_DIRECTORY", "")
        if submitted.startswith("s3://"):
            artifacts.fetch_script(submitted, self._account, self._region, data / "code")

    def _check(self, image: str, data: Path, variables: dict[str, str]) -> None:
        """Tell "cannot run" from "does not start", before the process exists."""
        library = LOADERS.get(_framework(image), "")
        if _SCRIPT_REQUIRED in image or _serves_itself(data, variables):
            return
        if not library or not find_spec(library):
            raise CannotRun(
                f"the model archive brings neither code/inference.py nor an executable serve, and "
                f"the default loader of {image} cannot be run without Docker"
                + (f" or {library}" if library else "")
                + "; add a handler script"
            )


def _framework(image: str) -> str:
    """Return whose handlers an image brings; empty where that is not known."""
    found = Declaration().of_image(image).framework
    return found.value if found is not None and found.value in FRAMEWORKS else ""


def _serves_itself(data: Path, variables: dict[str, str]) -> bool:
    try:
        find_program(data, variables)
    except LocalAwsError:
        return "SAGEMAKER_PROGRAM" in variables
    return True
