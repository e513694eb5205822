"""Shows what containers print, while they print it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from types import TracebackType

import click

from sagemaker_hosting.runner.container import ModelContainer

_INTERVAL = 0.1


class Followed:
    """Copies the logs of containers to standard error until it is left.

    Args:
        containers: Whose logs; each line begins with the name where there are several.
    """

    def __init__(self, containers: Sequence[ModelContainer]) -> None:
        self._containers = containers
        self._shown = dict.fromkeys(range(len(containers)), 0)
        self._left = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Followed:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._left.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._left.wait(_INTERVAL):
            self.catch_up()
        self.catch_up()

    def catch_up(self) -> None:
        """Copy what has been printed so far: a container that ends takes its log along."""
        with self._lock:
            self._copy()

    def _copy(self) -> None:
        for index, container in enumerate(self._containers):
            file = container.log_file
            if file is None:
                continue
            try:
                with file.open("rb") as log:
                    log.seek(self._shown[index])
                    lines = log.read().rpartition(b"\n")[0]
            except OSError:
                continue
            if not lines:
                continue
            self._shown[index] += len(lines) + 1
            prefix = f"[{container.name}] " if len(self._containers) > 1 else ""
            for line in lines.decode(errors="replace").splitlines():
                click.echo(prefix + line, err=True)
