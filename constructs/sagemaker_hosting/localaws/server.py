"""Starts, finds and stops the local AWS, which runs in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from sagemaker_hosting.core.errors import LocalAwsError, NotFound

DEFAULT_PORT = 5001
_STATUS_PATH = "/_local/status"
_START_TIMEOUT = 60.0
_STOP_TIMEOUT = 10.0


@dataclass(frozen=True)
class ServerStatus:
    """A local AWS that answers.

    Args:
        url: Where.
        pid: Its process.
        endpoints: Its endpoints, with name, status, config, region and failure_reason.
    """

    url: str
    pid: int
    endpoints: list[dict[str, str]] = field(default_factory=list)


def default_state_file() -> Path:
    """Return where the CLI remembers its server: below $XDG_STATE_HOME or ~/.local/state."""
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "sagemaker-hosting" / "local.json"


def environment(url: str, region: str = "us-east-1") -> dict[str, str]:
    """Return the variables that send every AWS client to the local AWS."""
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def start(
    port: int = DEFAULT_PORT, *, state: Path | None = None, speed: float | None = None
) -> ServerStatus:
    """Start a server in the background, which stays after this process has ended.

    Args:
        port: The loopback port; 0 for a free one. Default: 5001.
        state: Where to remember it. Default: `default_state_file()`.
        speed: Service seconds per real second. Default: 600.

    Raises:
        LocalAwsError: One runs already, the port is in use, or the server does not come up.
    """
    state = state or default_state_file()
    with contextlib.suppress(NotFound):
        running = status(state)
        raise LocalAwsError(
            f"the local AWS already runs at {running.url}",
            fix="use it, stop it with: sagemaker-hosting local stop, or choose another --state",
        )
    state.parent.mkdir(parents=True, exist_ok=True)
    state.unlink(missing_ok=True)
    log = state.with_suffix(".log")
    process = _launch(port, state, log, speed, stdin=subprocess.DEVNULL)
    return _wait_until_ready(process, state, log)


def status(state: Path | None = None) -> ServerStatus:
    """Return the server that a state file tells of.

    Raises:
        NotFound: There is none, or it does not answer.
    """
    state = state or default_state_file()
    try:
        known = json.loads(state.read_text(encoding="utf-8"))
        url, pid = known["url"], known["pid"]
        answer = _ask(url)
    except (OSError, ValueError, KeyError) as error:
        raise _not_running(state) from error
    # Another program may listen on the port by now.
    if answer.get("pid") != pid:
        raise _not_running(state)
    return ServerStatus(url, pid, answer["endpoints"])


def stop(state: Path | None = None) -> ServerStatus:
    """Stop the server with every model that it runs; return what it was.

    Raises:
        NotFound: There is none.
        LocalAwsError: It does not end.
    """
    state = state or default_state_file()
    found = status(state)
    os.kill(found.pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_TIMEOUT
    while _alive(found.pid):
        if time.monotonic() > deadline:
            os.kill(found.pid, signal.SIGKILL)
            raise LocalAwsError(
                f"the local AWS (process {found.pid}) did not end and was killed",
                fix=f"look at {state.with_suffix('.log')}",
            )
        time.sleep(0.02)
    state.unlink(missing_ok=True)
    return found


class LocalAws:
    """A local AWS for the time of a `with` block; it ends with this process in any case.

    Args:
        port: The loopback port. Default: a free one.
        region: Region of `environment` and `client`. Default: us-east-1.
        speed: Service seconds per real second. Default: 600.
        variables: Further environment variables of the server.

    Example:
        with LocalAws() as aws:
            aws.client("sagemaker").list_endpoints()
    """

    def __init__(
        self,
        port: int = 0,
        *,
        region: str = "us-east-1",
        speed: float | None = None,
        variables: dict[str, str] | None = None,
    ) -> None:
        self._port = port
        self._speed = speed
        self._variables = variables
        self._process: subprocess.Popen[bytes] | None = None
        self._directory: tempfile.TemporaryDirectory[str] | None = None
        self.region = region
        self.endpoint_url = ""
        self.pid = 0

    def __enter__(self) -> LocalAws:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def environment(self) -> dict[str, str]:
        """The variables that send AWS clients here."""
        return environment(self.endpoint_url, self.region)

    @property
    def scratch(self) -> Path:
        """The directory of everything that the server writes."""
        assert self._directory is not None, "not started"
        return Path(self._directory.name)

    def start(self) -> None:
        """Start the server.

        Raises:
            LocalAwsError: The port is in use, or the server does not come up.
        """
        self._directory = tempfile.TemporaryDirectory(
            prefix="sagemaker-hosting-local-", ignore_cleanup_errors=True
        )
        state = Path(self._directory.name) / "state.json"
        log = Path(self._directory.name) / "server.log"
        # Below this directory, so that it goes even when the server has been killed.
        variables = {"SAGEMAKER_HOSTING_LOCAL_SCRATCH": self._directory.name}
        self._process = _launch(
            self._port,
            state,
            log,
            self._speed,
            stdin=subprocess.PIPE,
            variables={**variables, **(self._variables or {})},
        )
        try:
            ready = _wait_until_ready(self._process, state, log)
        except LocalAwsError:
            self.stop()
            raise
        self.endpoint_url, self.pid = ready.url, ready.pid

    def stop(self) -> None:
        """Stop the server with every model that it runs."""
        process, self._process = self._process, None
        if process:
            process.terminate()
            if process.stdin:
                process.stdin.close()
            try:
                process.wait(_STOP_TIMEOUT)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._directory:
            self._directory.cleanup()
            self._directory = None

    def status(self) -> ServerStatus:
        """Return what the server says of itself."""
        return ServerStatus(self.endpoint_url, self.pid, _ask(self.endpoint_url)["endpoints"])

    def log(self) -> str:
        """Return what the server has printed: warnings and internal errors."""
        if self._directory is None:
            return ""
        return (Path(self._directory.name) / "server.log").read_text(errors="replace")

    def client(self, service: str, **options: Any) -> Any:
        """Return a boto3 client; options as boto3.client takes them."""
        import boto3

        given = {
            "region_name": self.region,
            "endpoint_url": self.endpoint_url,
            "aws_access_key_id": "local",
            "aws_secret_access_key": "local",
            **options,
        }
        return boto3.client(service, **given)  # type: ignore[call-overload]

    def reset(self) -> None:
        """Forget everything: as new, in a fraction of the time of a start."""
        request = urllib.request.Request(f"{self.endpoint_url}/moto-api/reset", method="POST")
        with _direct().open(request, timeout=30):
            pass


def _launch(
    port: int,
    state: Path,
    log: Path,
    speed: float | None,
    *,
    stdin: int,
    variables: dict[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "sagemaker_hosting.localaws.serve"]
    command += ["--port", str(port), "--state", str(state)]
    command += ["--speed", str(speed)] if speed else []
    command += ["--lifeline"] if stdin == subprocess.PIPE else []
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    with log.open("wb") as output:
        return subprocess.Popen(
            command,
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, **(variables or {}), "PYTHONPATH": os.pathsep.join(paths)},
        )


def _wait_until_ready(process: subprocess.Popen[bytes], state: Path, log: Path) -> ServerStatus:
    deadline = time.monotonic() + _START_TIMEOUT
    while time.monotonic() < deadline:
        if state.exists():
            with contextlib.suppress(NotFound):
                return status(state)
        if process.poll() is not None:
            text = log.read_text(errors="replace").strip()
            message, _, rest = text.partition("\n  fix: ")
            raise LocalAwsError(
                message or f"the local AWS ended with exit code {process.returncode}",
                fix=rest or f"look at {log}",
            )
        time.sleep(0.02)
    process.kill()
    raise LocalAwsError(
        f"the local AWS did not answer within {_START_TIMEOUT:g} s", fix=f"look at {log}"
    )


def _not_running(state: Path) -> NotFound:
    return NotFound(
        f"no local AWS is running (state file {state})",
        fix="start it with: sagemaker-hosting local start",
    )


def _ask(url: str) -> dict[str, Any]:
    with _direct().open(url + _STATUS_PATH, timeout=5) as response:
        answer: dict[str, Any] = json.load(response)
        return answer


def _direct() -> urllib.request.OpenerDirector:
    """Return an opener that no proxy setting of the user applies to."""
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _alive(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        # Our own child would stay a zombie until waited for.
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
