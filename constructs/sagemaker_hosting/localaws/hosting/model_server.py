"""What answers the invocations of one variant: its containers, or the reason there are none."""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path
from typing import Any

from sagemaker_hosting.localaws.hosting.containers import ContainerMaker, Made
from sagemaker_hosting.localaws.hosting.telemetry import LogShipper
from sagemaker_hosting.runner.direct import TARGET_CONTAINER
from sagemaker_hosting.runner.multi_model import TARGET_MODEL
from sagemaker_hosting.runner.servable import ContainerAnswer, ContainerFailure, RequestRefused

_TARGETS = {"TargetModel": TARGET_MODEL, "TargetContainerHostname": TARGET_CONTAINER}


class ModelServer:
    """Serves one model for one variant.

    Args:
        model: The request that created the Model.
        spec: The variant's part of the endpoint configuration.
        account: The account that the model data is read in.
        region: The Region.
        logs: Where the containers' output is shown.
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
        self._maker = ContainerMaker(model, spec, account, region, environment)
        self._logs = logs
        self._lock = threading.RLock()
        self._made: Made | None = None
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
            ContainerFailure: A container did not pass its health check.
        """
        with self._lock:
            if self._stopped:
                raise ContainerFailure("start", "the variant has been removed", "")
            if self._made is None:
                if self._directory is None:
                    self._directory = Path(tempfile.mkdtemp(prefix="sagemaker-hosting-data-"))
                self._made = self._maker.make(self._directory)
            if self._stopped:
                self.stop()
                raise ContainerFailure("start", "the variant has been removed", "")
            try:
                self._made.servable.start()
            finally:
                self._ship()

    def invoke(
        self, body: bytes, content_type: str, accept: str, headers: dict[str, str]
    ) -> ContainerAnswer:
        """Send one invocation.

        Raises:
            RequestRefused: It chooses what the model does not have.
            Exception: As `start` does.
        """
        self.start()
        made = self._made
        assert made is not None
        for member, header in _TARGETS.items():
            if headers.get(header) and made.target != member:
                raise RequestRefused(
                    400,
                    "ValidationError",
                    f"{member} is given, and the model has nothing to choose",
                )
        try:
            return made.servable.invoke(
                body, content_type=content_type, accept=accept, headers=headers
            )
        finally:
            self._ship()

    def log_tail(self) -> str:
        """Return the last lines that the containers printed."""
        return self._made.servable.log_tail() if self._made else ""

    def stop(self) -> None:
        """End the containers and remove their files."""
        self._stopped = True
        if self._made:
            self._made.servable.stop()
        if self._directory:
            shutil.rmtree(self._directory, ignore_errors=True)

    def _ship(self) -> None:
        for suffix, container in self._made.containers if self._made else ():
            self._logs.ship(container.log_file, suffix)
