"""Keeps a model's processes from outliving the server that started them.

Runs as the leader of a session of its own: `python -m ...runner.supervisor COMMAND...`. Its
standard input is a pipe whose other end the server holds. However the server ends, SIGKILL
included, the kernel closes that end, and the supervisor kills its whole process group.
"""

# ruff: noqa: T201 - what it prints is a log
from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def main(command: list[str]) -> int:
    """Run the command until it ends or the pipe closes; return its exit code as a shell does."""
    # SIGTERM is for the model; the supervisor stays until the model has gone.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    try:
        # Before the first thread, so what is said against preexec_fn does not hold.
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, preexec_fn=_in_child)  # noqa: PLW1509
    except OSError as error:
        print(f"exec {command[0]}: {error.strerror}", file=sys.stderr, flush=True)
        return 126 if isinstance(error, PermissionError) else 127
    threading.Thread(target=_watch_parent, daemon=True).start()
    code = child.wait()
    if code < 0:
        print(f"the model process was ended by signal {-code}", file=sys.stderr, flush=True)
    _kill_descendants()
    return code if code >= 0 else 128 - code


def _in_child() -> None:
    # An ignored signal stays ignored across exec.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _watch_parent() -> None:
    while os.read(0, 4096):
        pass
    _kill_descendants()
    os.killpg(0, signal.SIGKILL)


def _kill_descendants() -> None:
    """Kill processes that left the group (daemons); on Linux they are adopted by this process."""
    me = os.getpid()
    for _ in range(20):
        children = _children(me)
        if not children:
            return
        for pid in children:
            try:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            except (ProcessLookupError, ChildProcessError):
                continue


def _children(pid: int) -> list[int]:
    try:
        with Path(f"/proc/{pid}/task/{pid}/children").open(encoding="ascii") as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return []


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
