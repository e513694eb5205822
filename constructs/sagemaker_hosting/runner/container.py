"""One model container: starts it, waits for /ping, sends invocations, ends it."""

from __future__ import annotations

import contextlib
import http.client
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from sagemaker_hosting.facts import limits as published
from sagemaker_hosting.runner.archive import ArchiveLimits
from sagemaker_hosting.runner.exchange import Exchange, TooLarge, chunks, exchange, read
from sagemaker_hosting.runner.layout import Layout
from sagemaker_hosting.runner.ports import free_port
from sagemaker_hosting.runner.process import ModelProcess
from sagemaker_hosting.runner.program import Program
from sagemaker_hosting.runner.servable import ContainerAnswer, ContainerFailure, ContainerStream

STARTUP_TIMEOUT = float(published.STARTUP_TIMEOUT.value)
INVOCATION_TIMEOUT = float(published.INVOCATION_TIMEOUT.value)
STREAMING_TIMEOUT = float(published.STREAMING_TIMEOUT.value)
_PING_TIMEOUT = float(published.PING_TIMEOUT.value)
_ATTRIBUTES = "X-Amzn-SageMaker-Custom-Attributes"


class ModelContainer:
    """A model served in a process of its own; safe to use from several threads.

    Args:
        model: The unpacked model directory, or its `model.tar.gz`; None for a container of many
            models, which come through the container API.
        environment: The Model's `Environment`.
        framework: Whose container it imitates, one of `frameworks.FRAMEWORKS`, or
            `frameworks.GUESS`. Default: scikit-learn's, which needs a script.
        program: What the image's ENTRYPOINT runs, for an image with a server of its own.
        name: What it is called in messages.
        startup_timeout: Seconds until /ping must answer 200. Default: 240.
        invocation_timeout: Seconds for one invocation. Default: 60.
        response_limit: Bytes of a response. Default: 25 MiB.
        region: What AWS_REGION says inside. Default: us-east-1.
        limits: What an archive may unpack to.

    Example:
        with ModelContainer(Path("model/")) as container:
            answer = container.invoke(b"[[5.1, 3.5, 1.4, 0.2]]", content_type="application/json")
    """

    def __init__(
        self,
        model: Path | None,
        environment: dict[str, str] | None = None,
        *,
        framework: str = "",
        program: Path | None = None,
        name: str = "primary",
        startup_timeout: float = STARTUP_TIMEOUT,
        invocation_timeout: float = INVOCATION_TIMEOUT,
        response_limit: int = published.REALTIME_PAYLOAD_BYTES.value,
        region: str = "us-east-1",
        limits: ArchiveLimits | None = None,
    ) -> None:
        self.name = name
        self._layout = Layout(model, environment or {}, framework, program, region, limits)
        self._startup_timeout = startup_timeout
        self._invocation_timeout = invocation_timeout
        self._response_limit = response_limit
        self._lock = threading.RLock()
        self._process: ModelProcess | None = None
        self._port = 0
        self._closed = False

    def __enter__(self) -> ModelContainer:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def log_file(self) -> Path | None:
        """Where the container's output goes, once it has been started."""
        return self._process.log_file if self._process else None

    @property
    def pid(self) -> int | None:
        """The id of the container's process group, None unless it runs."""
        process = self._process
        return process.pid if process and process.exit_code() is None else None

    @property
    def program(self) -> Program:
        """How the model is served; raises LocalAwsError where it cannot be."""
        with self._lock:
            return self._layout.prepare()

    @property
    def directory(self) -> Path:
        """What a container sees as /opt/ml."""
        with self._lock:
            self._layout.prepare()
            return self._layout.model_dir.parent

    def start(self) -> None:
        """Unpack the model and start it; returns once /ping answers 200. Idempotent.

        Raises:
            LocalAwsError: The archive is unsafe, or holds nothing that can be served.
            ContainerFailure: The server ended or did not pass the health check in time.
        """
        with self._lock:
            if self._closed:
                raise ContainerFailure("start", "the container has been stopped", "")
            if self._process and self._process.exit_code() is None:
                return
            program = self._layout.prepare()
            for attempt in (1, 2):
                try:
                    self._launch(program)
                    return
                except ContainerFailure as failure:
                    # Another process took the free port between the search and the start.
                    if attempt == 2 or "ddress already in use" not in failure.log_tail:
                        raise

    def invoke(
        self,
        body: bytes,
        *,
        content_type: str = "application/json",
        accept: str = "",
        headers: dict[str, str] | None = None,
    ) -> ContainerAnswer:
        """Send one invocation; starts the container when it does not run.

        Args:
            body: The payload.
            content_type: Its Content-Type. Default: application/json.
            accept: What the client accepts. Default: what the container prefers.
            headers: Further headers, such as X-Amzn-SageMaker-Custom-Attributes.

        Raises:
            LocalAwsError: As `start`.
            ContainerFailure: The container did not start, was too slow (it is then ended, and
                started again by the next invocation), crashed, or answered no valid HTTP.
        """
        return self.request("POST", "/invocations", body, _sent(content_type, accept, headers))

    def request(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        *,
        timeout: float | None = None,
    ) -> ContainerAnswer:
        """Send any request of the container contract; raises as `invoke`.

        Args:
            method: The HTTP method.
            path: The path.
            body: The payload.
            headers: The headers.
            timeout: Seconds. Default: those of an invocation.
        """
        self.start()
        timeout = timeout or min(self._invocation_timeout, self._layout.worker_timeout)
        request = Exchange(self._port, method, path, body, headers or {}, timeout)
        with self._watched(timeout), exchange(request) as response:
            content = read(response, self._response_limit)
        return ContainerAnswer(
            response.status,
            content,
            response.headers.get("Content-Type") or "application/octet-stream",
            response.headers.get(_ATTRIBUTES) or "",
        )

    @contextlib.contextmanager
    def stream(
        self,
        body: bytes,
        *,
        content_type: str = "application/json",
        accept: str = "",
        headers: dict[str, str] | None = None,
    ) -> Iterator[ContainerStream]:
        """Send one invocation and read the answer as it is written, for up to 8 minutes.

        Raises:
            LocalAwsError: As `start`.
            ContainerFailure: As `invoke`, also while the chunks are read.
        """
        self.start()
        sent = _sent(content_type, accept, headers)
        timeout = STREAMING_TIMEOUT
        request = Exchange(self._port, "POST", "/invocations", body, sent, timeout)
        with self._watched(timeout), exchange(request) as response:
            yield ContainerStream(
                response.status,
                response.headers.get("Content-Type") or "application/octet-stream",
                chunks(response, self._response_limit),
                response.headers.get(_ATTRIBUTES) or "",
            )

    def ping(self) -> bool:
        """Return whether /ping answers 200 within two seconds."""
        try:
            with exchange(Exchange(self._port, "GET", "/ping", timeout=_PING_TIMEOUT)) as response:
                return response.status == 200
        except (OSError, http.client.HTTPException):
            return False

    def log_tail(self, lines: int = 20) -> str:
        """Return the last lines that the container printed."""
        return self._process.log_tail(lines) if self._process else ""

    def stop(self, grace: float = 0.0) -> bool:
        """End the container for good and remove its files.

        Args:
            grace: Seconds between SIGTERM and SIGKILL. Default: SIGKILL at once.

        Returns:
            Whether it ended by itself within the grace.
        """
        self._closed = True
        # Not under the lock: a start that is waiting for /ping must see its process end.
        ended = self._process.stop(grace) if self._process else True
        with self._lock:
            if self._process:
                self._process.stop()
            self._layout.remove()
        return ended

    def _launch(self, program: Program) -> None:
        self._port = free_port()
        self._process = process = ModelProcess(
            program.command, self._layout.variables(self._port), self._layout.scratch
        )
        deadline = time.monotonic() + self._startup_timeout
        while not self.ping():
            code = process.exit_code()
            if code is not None:
                process.stop()
                raise ContainerFailure(
                    "start",
                    f"the model server ended with exit code {code} before it was ready",
                    process.log_tail(),
                )
            if time.monotonic() > deadline:
                process.stop()
                raise ContainerFailure(
                    "start",
                    f"/ping did not answer 200 within {self._startup_timeout:g} s",
                    process.log_tail(),
                )
            time.sleep(0.03)

    @contextlib.contextmanager
    def _watched(self, timeout: float) -> Iterator[None]:
        """Say why there was no answer, and leave nothing half-alive behind."""
        process = self._process
        assert process is not None
        try:
            yield
        except TooLarge:
            raise ContainerFailure(
                "malformed",
                f"the response is larger than {self._response_limit} bytes",
                process.log_tail(),
            ) from None
        except TimeoutError as error:
            tail = process.log_tail()
            process.stop()
            raise ContainerFailure("timeout", f"no answer within {timeout:g} s", tail) from error
        except (OSError, http.client.HTTPException) as error:
            raise _broken(process, error) from error


def _broken(process: ModelProcess, error: Exception) -> ContainerFailure:
    code = _exit_code_soon(process)
    if code is not None:
        process.stop()
        return ContainerFailure(
            "crash",
            f"the model server ended with exit code {code} during the invocation",
            process.log_tail(),
        )
    return ContainerFailure(
        "malformed",
        f"the model server answered no valid HTTP ({type(error).__name__}: {error})",
        process.log_tail(),
    )


def _sent(content_type: str, accept: str, headers: dict[str, str] | None) -> dict[str, str]:
    sent = {"Content-Type": content_type, **(headers or {})}
    return {**sent, "Accept": accept} if accept else sent


def _exit_code_soon(process: ModelProcess) -> int | None:
    """Wait a moment for the exit code: the connection drops before the process is reaped."""
    for _ in range(20):
        code = process.exit_code()
        if code is not None:
            return code
        time.sleep(0.025)
    return None
