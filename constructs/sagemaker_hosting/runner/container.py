"""One model container: starts it, waits for /ping, sends invocations, ends it."""

from __future__ import annotations

import contextlib
import http.client
import shutil
import socket
import tempfile
import threading
import time
import weakref
from dataclasses import dataclass
from pathlib import Path

from sagemaker_hosting.runner.archive import ArchiveLimits, unpack
from sagemaker_hosting.runner.process import ModelProcess
from sagemaker_hosting.runner.program import Program, find_program

STARTUP_TIMEOUT = 240.0
INVOCATION_TIMEOUT = 60.0
_PING_TIMEOUT = 2.0
_RESPONSE_LIMIT = 25 * 1024**2


@dataclass(frozen=True)
class ContainerAnswer:
    """What a container answered, whatever its status.

    Args:
        status: HTTP status of the container.
        body: The response as it came.
        content_type: Its Content-Type header.
        custom_attributes: Its X-Amzn-SageMaker-Custom-Attributes header, if any.
    """

    status: int
    body: bytes
    content_type: str
    custom_attributes: str = ""


class ContainerFailure(Exception):
    """The container did not answer as its contract says.

    Args:
        kind: `start` (never passed the health check), `timeout`, `crash` or `malformed`.
        message: What happened.
        log_tail: The last lines that it printed.
    """

    def __init__(self, kind: str, message: str, log_tail: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.log_tail = log_tail


class ModelContainer:
    """A model served in a process of its own; safe to use from several threads.

    Args:
        model: The unpacked model directory, or its `model.tar.gz`.
        environment: The Model's `Environment`.
        startup_timeout: Seconds until /ping must answer 200. Default: 240.
        invocation_timeout: Seconds for one invocation. Default: 60.
        region: What AWS_REGION says inside. Default: us-east-1.
        limits: What an archive may unpack to.

    Example:
        with ModelContainer(Path("model/")) as container:
            answer = container.invoke(b"[[5.1, 3.5, 1.4, 0.2]]", content_type="application/json")
    """

    def __init__(
        self,
        model: Path,
        environment: dict[str, str] | None = None,
        *,
        startup_timeout: float = STARTUP_TIMEOUT,
        invocation_timeout: float = INVOCATION_TIMEOUT,
        region: str = "us-east-1",
        limits: ArchiveLimits | None = None,
    ) -> None:
        self._model = model
        self._environment = dict(environment or {})
        self._startup_timeout = startup_timeout
        self._invocation_timeout = invocation_timeout
        self._region = region
        self._limits = limits
        self._lock = threading.RLock()
        self._scratch: Path | None = None
        self._program: Program | None = None
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
            model_dir = self._prepare()
            for attempt in (1, 2):
                try:
                    self._launch(model_dir)
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
        self.start()
        process, port = self._process, self._port
        assert process is not None
        sent = {"Content-Type": content_type, **(headers or {})}
        if accept:
            sent["Accept"] = accept
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=self._invocation_timeout)
        late = threading.Event()
        # A socket's own timeout restarts with every byte; the limit is on the whole invocation.
        timer = threading.Timer(self._invocation_timeout, _hang_up, (connection, late))
        timer.daemon = True
        timer.start()
        try:
            connection.request("POST", "/invocations", body, sent)
            response = connection.getresponse()
            content = response.read(_RESPONSE_LIMIT + 1)
            if late.is_set():
                raise TimeoutError
        except (OSError, http.client.HTTPException) as error:
            raise self._failure(process, error, late.is_set()) from error
        finally:
            timer.cancel()
            connection.close()
        if len(content) > _RESPONSE_LIMIT:
            raise ContainerFailure(
                "malformed",
                f"the response is larger than {_RESPONSE_LIMIT} bytes",
                process.log_tail(),
            )
        return ContainerAnswer(
            response.status,
            content,
            response.headers.get("Content-Type") or "application/octet-stream",
            response.headers.get("X-Amzn-SageMaker-Custom-Attributes") or "",
        )

    def ping(self) -> bool:
        """Return whether /ping answers 200 within two seconds."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_PING_TIMEOUT)
        try:
            connection.request("GET", "/ping")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def log_tail(self, lines: int = 20) -> str:
        """Return the last lines that the container printed."""
        return self._process.log_tail(lines) if self._process else ""

    def stop(self, grace: float = 0.0) -> None:
        """End the container for good and remove its files.

        Args:
            grace: Seconds between SIGTERM and SIGKILL. Default: SIGKILL at once.
        """
        self._closed = True
        # Not under the lock: a start that is waiting for /ping must see its process end.
        if self._process:
            self._process.stop(grace)
        with self._lock:
            if self._process:
                self._process.stop()
            if self._scratch:
                shutil.rmtree(self._scratch, ignore_errors=True)

    def _prepare(self) -> Path:
        """Lay out what a container sees as /opt/ml, once."""
        if self._scratch is None:
            self._scratch = Path(tempfile.mkdtemp(prefix="sagemaker-hosting-model-"))
            # For callers that give up on a container that did not start.
            weakref.finalize(self, shutil.rmtree, self._scratch, ignore_errors=True)
        model_dir = self._scratch / "ml" / "model"
        if self._program is None:
            if model_dir.exists():
                shutil.rmtree(model_dir)
            model_dir.parent.mkdir(parents=True, exist_ok=True)
            if self._model.is_dir():
                model_dir.symlink_to(self._model.resolve(), target_is_directory=True)
            else:
                unpack(self._model, model_dir, self._limits)
            self._program = find_program(model_dir, self._environment)
        return model_dir

    def _launch(self, model_dir: Path) -> None:
        assert self._program is not None
        assert self._scratch is not None
        self._port = _free_port()
        self._process = process = ModelProcess(
            self._program.command, self._variables(model_dir, self._program), self._scratch
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

    def _variables(self, model_dir: Path, program: Program) -> dict[str, str]:
        """Return what SageMaker sets for the container, the Model's own variables last but two."""
        assert self._scratch is not None
        variables = {
            "HOME": str(self._scratch),
            "AWS_REGION": self._region,
            "AWS_DEFAULT_REGION": self._region,
            "SAGEMAKER_REGION": self._region,
            "PYTHONUNBUFFERED": "1",
            **self._environment,
            # Where the toolkit finds "model": in a container /opt/ml.
            "SAGEMAKER_BASE_DIR": str(model_dir.parent),
            "SAGEMAKER_BIND_TO_PORT": str(self._port),
        }
        if program.python_path:
            paths = [str(program.python_path), self._environment.get("PYTHONPATH", "")]
            variables["PYTHONPATH"] = ":".join(path for path in paths if path)
        return variables

    def _failure(self, process: ModelProcess, error: Exception, late: bool) -> ContainerFailure:
        """Say why there was no answer, and leave nothing half-alive behind."""
        if late or isinstance(error, TimeoutError):
            tail = process.log_tail()
            process.stop()
            return ContainerFailure(
                "timeout", f"no answer within {self._invocation_timeout:g} s", tail
            )
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


def _hang_up(connection: http.client.HTTPConnection, late: threading.Event) -> None:
    late.set()
    with contextlib.suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _exit_code_soon(process: ModelProcess) -> int | None:
    """Wait a moment for the exit code: the connection drops before the process is reaped."""
    for _ in range(20):
        code = process.exit_code()
        if code is not None:
            return code
        time.sleep(0.025)
    return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
