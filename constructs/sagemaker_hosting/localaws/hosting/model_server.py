"""What answers the invocations of one variant: a model container, or the reason there is none."""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path
from typing import Any

from sagemaker_hosting.core.errors import LocalAwsError
from sagemaker_hosting.localaws.hosting import artifacts
from sagemaker_hosting.localaws.hosting.telemetry import LogShipper
from sagemaker_hosting.runner.container import STARTUP_TIMEOUT, ModelContainer
from sagemaker_hosting.runner.servable import ContainerAnswer, ContainerFailure

# Serving images whose own model loader cannot be imitated: without a script they may still be
# right, except for scikit-learn, whose container has no default model_fn.
_SCRIPT_REQUIRED = "sagemaker-scikit-learn"


class CannotRun(Exception):
    """The model cannot be served without Docker; says why and what to do."""


class ModelServer:
    """Serves one model for one variant.

    Args:
        model: The request that created the Model.
        spec: The variant's part of the endpoint configuration.
        account: The account that the model data is read in.
        region: The Region.
        logs: Where the container's output is shown.
        environment: Variables that reach the local AWS from inside the container.
    """

    def __init__(
        self,
        model: dict[str, Any],
        spec: dict[str, Any],
        account: str,
        region: str,
        logs: LogShipper,
        environment: dict[str, str],
    ) -> None:
        self._model = model
        self._spec = spec
        self._account = account
        self._region = region
        self._logs = logs
        self._environment = environment
        self._lock = threading.RLock()
        self._container: ModelContainer | None = None
        self._directory: Path | None = None
        self._stopped = False

    @property
    def log_stream(self) -> str:
        """The stream of the endpoint's log group that the output goes to."""
        return self._logs.stream

    def start(self) -> None:
        """Fetch the model and start it.

        Raises:
            CannotRun: The model needs Docker, or another feature that is not imitated.
            LocalAwsError: The archive is missing, unsafe or incomplete.
            ContainerFailure: The container did not pass its health check.
        """
        with self._lock:
            if self._stopped:
                raise ContainerFailure("start", "the variant has been removed", "")
            if self._container is None:
                self._container = self._make_container()
            if self._stopped:
                self.stop()
                raise ContainerFailure("start", "the variant has been removed", "")
            try:
                self._container.start()
            finally:
                self._logs.ship(self._container.log_file)

    def invoke(
        self, body: bytes, content_type: str, accept: str, headers: dict[str, str]
    ) -> ContainerAnswer:
        """Send one invocation; raises as `start` does."""
        self.start()
        container = self._container
        assert container is not None
        try:
            return container.invoke(body, content_type=content_type, accept=accept, headers=headers)
        finally:
            self._logs.ship(container.log_file)

    def log_tail(self) -> str:
        """Return the last lines that the container printed."""
        return self._container.log_tail() if self._container else ""

    def stop(self) -> None:
        """End the container and remove its files."""
        self._stopped = True
        container = self._container
        if container:
            container.stop()
        if self._directory:
            shutil.rmtree(self._directory, ignore_errors=True)

    def _make_container(self) -> ModelContainer:
        containers = self._model.get("Containers") or []
        if len(containers) > 1:
            raise CannotRun(
                "multi-container models and inference pipelines are not run locally; "
                "deploy each container as an endpoint of its own to try it"
            )
        primary = self._model.get("PrimaryContainer") or (containers[0] if containers else {})
        if not primary:
            raise CannotRun("inference components are not run locally")
        if primary.get("Mode") == "MultiModel":
            raise CannotRun("multi-model endpoints are not run locally")
        image = primary.get("Image", "")
        if not artifacts.location(primary):
            raise CannotRun(
                f"the model has no model data and its image {image} cannot be run without Docker; "
                "give the model a model.tar.gz with code/inference.py, or with an executable "
                "serve that answers /ping and /invocations"
            )
        self._directory = Path(tempfile.mkdtemp(prefix="sagemaker-hosting-data-"))
        data = artifacts.fetch(primary, self._account, self._region, self._directory)
        variables = {**self._environment, **(primary.get("Environment") or {})}
        self._fetch_script(variables, data)
        # Decided before the process exists, so that "cannot run" is told from "does not start".
        if _SCRIPT_REQUIRED not in image and not _serves_itself(data, variables):
            raise CannotRun(
                f"the model archive brings neither code/inference.py nor an executable serve, and "
                f"the default loader of {image} cannot be run without Docker; add a handler script"
            )
        return ModelContainer(
            data,
            variables,
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


def _serves_itself(data: Path, variables: dict[str, str]) -> bool:
    from sagemaker_hosting.runner.program import find_program

    try:
        find_program(data, variables)
    except LocalAwsError:
        return "SAGEMAKER_PROGRAM" in variables
    return True
