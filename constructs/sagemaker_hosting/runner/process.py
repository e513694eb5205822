"""The operating-system side of a model: its process group, its log file, its end."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
import weakref
from pathlib import Path

_PACKAGE_ROOT = Path(__file__).resolve().parents[2]
_SUPERVISOR = "sagemaker_hosting.runner.supervisor"
_running: weakref.WeakSet[ModelProcess] = weakref.WeakSet()

# What of the host's environment a model sees. Not the AWS credentials: a model under test must
# not reach a real account.
_INHERITED = (
    "PATH",
    "LANG",
    "LC_ALL",
    "TZ",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "VIRTUAL_ENV",
    "SYSTEMROOT",
    "OMP_NUM_THREADS",
)


class ModelProcess:
    """One running model server with everything it has started.

    Args:
        command: What to execute, below the supervisor.
        environment: Variables added to the few that are inherited.
        directory: Working directory; `container.log` is kept in it.
    """

    def __init__(self, command: list[str], environment: dict[str, str], directory: Path) -> None:
        self.log_file = directory / "container.log"
        variables = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        variables.update(environment)
        # A script `serve` that begins with "#!/usr/bin/env python" gets this interpreter.
        variables["PATH"] = os.pathsep.join(
            [str(Path(sys.executable).parent), variables.get("PATH", os.defpath)]
        )
        variables["PYTHONPATH"] = os.pathsep.join(
            [part for part in (variables.get("PYTHONPATH"), str(_PACKAGE_ROOT)) if part]
        )
        with self.log_file.open("ab") as log:
            # The pipe is the supervisor's sign of life: see supervisor.py.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", _SUPERVISOR, *command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=directory,
                env=variables,
                start_new_session=True,
            )
        _running.add(self)

    @property
    def pid(self) -> int:
        """The supervisor's process id, which is also that of the process group."""
        return self._process.pid

    def exit_code(self) -> int | None:
        """Return the exit code of an ended model, None while it runs."""
        return self._process.poll()

    def log_tail(self, lines: int = 20) -> str:
        """Return the last lines that the model printed; at most 16 KiB."""
        try:
            with self.log_file.open("rb") as log:
                log.seek(max(log.seek(0, os.SEEK_END) - 16 * 1024, 0))
                return "\n".join(log.read().decode(errors="replace").splitlines()[-lines:])
        except FileNotFoundError:
            return ""

    def stop(self, grace: float = 0.0) -> bool:
        """End the model and everything it started.

        Args:
            grace: Seconds between SIGTERM and SIGKILL. Default: SIGKILL at once.

        Returns:
            Whether the model had ended before it was killed.
        """
        if grace > 0 and self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(grace)
        ended = self._process.poll() is not None
        # Closing the pipe lets the supervisor also kill what left its process group.
        if self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(2)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        _running.discard(self)
        return ended


@atexit.register
def stop_all() -> None:
    """End every model of this process."""
    for process in list(_running):
        process.stop()
