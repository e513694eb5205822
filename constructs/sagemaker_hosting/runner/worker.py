"""One model in a process of its own, behind the model server.

Runs as `python -m ...runner.worker FD MODULE MODEL_DIR FRAMEWORK`; FD is one end of a pipe.
`Worker` is the server's side of it.
"""

from __future__ import annotations

import logging
import os
import queue
import subprocess
import sys
import traceback
from multiprocessing.connection import Connection, Pipe
from typing import NamedTuple

from sagemaker_hosting.runner.frameworks import defaults_of
from sagemaker_hosting.runner.handlers import Answer, Handlers

_THIS = "sagemaker_hosting.runner.worker"


class Served(NamedTuple):
    """What is to be served.

    Args:
        module: The script, as a module; empty without one.
        model_dir: Where the model is.
        framework: Whose handlers fill in what the script leaves out.
        code_dir: Where the script is imported from.
    """

    module: str
    model_dir: str
    framework: str
    code_dir: str = ""

    def load(self) -> Handlers:
        """Load the model into this process; raises what the script raises."""
        accept = os.environ.get("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", "")
        defaults = defaults_of(self.framework, has_script=bool(self.module))
        return Handlers(self.module, self.model_dir, defaults, accept=accept)


class WorkerDied(Exception):
    """The worker's process ended."""


class Worker:
    """A process that has loaded a model and answers one request at a time."""

    def __init__(self, served: Served) -> None:
        """Start it; returns once the model is loaded.

        Raises:
            WorkerDied: The model did not load; the log says why.
        """
        self._link, theirs = Pipe()
        environment = dict(os.environ)
        if served.code_dir:
            paths = [served.code_dir, environment.get("PYTHONPATH", "")]
            environment["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", _THIS, str(theirs.fileno()), *served[:3]],
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env=environment,
        )
        theirs.close()
        self._receive()

    def answer(self, body: bytes, content_type: str, accept: str) -> Answer:
        """Return what the model answers.

        Raises:
            WorkerDied: The process ended meanwhile.
        """
        try:
            self._link.send((body, content_type, accept))
        except OSError as error:
            raise self._death() from error
        return Answer(*self._receive())

    def stop(self) -> None:
        """End the process."""
        self._link.close()
        self._process.kill()
        self._process.wait()

    def _receive(self) -> tuple[int, bytes, str]:
        try:
            received: tuple[int, bytes, str] = self._link.recv()
        except (EOFError, OSError) as error:
            raise self._death() from error
        return received

    def _death(self) -> WorkerDied:
        self._link.close()
        return WorkerDied(f"the worker process ended with exit code {self._process.wait()}")


class Workers:
    """Several workers of one model; each request waits for one that is free."""

    def __init__(self, served: Served, count: int) -> None:
        """Start them; raises WorkerDied when the model does not load."""
        self._served = served
        self._free: queue.Queue[Worker | None] = queue.Queue()
        for _ in range(count):
            self._free.put(Worker(served))
        self._count = count

    def answer(self, body: bytes, content_type: str, accept: str) -> Answer:
        """Return what a worker answers; one that dies is replaced, and the request fails."""
        worker = self._free.get()
        try:
            worker = worker or Worker(self._served)
            return worker.answer(body, content_type, accept)
        except WorkerDied as death:
            worker = None
            return Answer(500, str(death).encode(), "text/plain")
        finally:
            self._free.put(worker)

    def stop(self) -> None:
        """End them all once they are free."""
        for _ in range(self._count):
            worker = self._free.get()
            if worker:
                worker.stop()


def start_logging() -> None:
    """Log at SAGEMAKER_CONTAINER_LOG_LEVEL, the number of a level of `logging`."""
    level = os.environ.get("SAGEMAKER_CONTAINER_LOG_LEVEL", "")
    logging.basicConfig(level=int(level) if level.isdigit() else logging.INFO, stream=sys.stdout)


def main(fd: int, served: Served) -> int:
    """Load the model, then answer until the server hangs up."""
    start_logging()
    link = Connection(fd)
    try:
        handlers = served.load()
    except Exception:
        traceback.print_exc()
        return 1
    link.send((200, b"", ""))
    while True:
        try:
            request = link.recv()
        except EOFError:
            return 0
        link.send(tuple(handlers.answer(*request)))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), Served(*sys.argv[2:5])))
