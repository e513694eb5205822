"""Several containers of a model that are invoked one at a time, by hostname."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

from sagemaker_hosting.runner.servable import (
    ContainerAnswer,
    ContainerStream,
    RequestRefused,
    Servable,
)

TARGET_CONTAINER = "X-Amzn-SageMaker-Target-Container-Hostname"


class DirectContainers:
    """Containers beside one another, as `InferenceExecutionConfig` with `Mode: Direct`.

    Args:
        containers: The containers by hostname.
    """

    def __init__(self, containers: Mapping[str, Servable]) -> None:
        self._containers = dict(containers)

    def start(self) -> None:
        """Start all containers at once; raises what the first that fails raises."""
        with ThreadPoolExecutor(len(self._containers)) as pool:
            for started in [pool.submit(each.start) for each in self._containers.values()]:
                started.result()

    def ping(self) -> bool:
        """Return whether all of them answer."""
        return all(each.ping() for each in self._containers.values())

    def invoke(
        self,
        body: bytes,
        *,
        content_type: str = "application/json",
        accept: str = "",
        headers: dict[str, str] | None = None,
    ) -> ContainerAnswer:
        """Invoke the container of the header X-Amzn-SageMaker-Target-Container-Hostname.

        Raises:
            RequestRefused: It names none of them.
        """
        return self._chosen(headers).invoke(
            body, content_type=content_type, accept=accept, headers=headers
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
        """Stream from that container; raises as `invoke`."""
        with self._chosen(headers).stream(
            body, content_type=content_type, accept=accept, headers=headers
        ) as stream:
            yield stream

    def log_tail(self, lines: int = 20) -> str:
        """Return the last lines of each container below its name."""
        tails = [(name, each.log_tail(lines)) for name, each in self._containers.items()]
        return "\n".join(f"{name}:\n{tail}" for name, tail in tails if tail)

    def stop(self, grace: float = 0.0) -> bool:
        """End all of them at once."""
        with ThreadPoolExecutor(len(self._containers)) as pool:
            return all(list(pool.map(lambda each: each.stop(grace), self._containers.values())))

    def _chosen(self, headers: dict[str, str] | None) -> Servable:
        name = (headers or {}).get(TARGET_CONTAINER, "")
        if name not in self._containers:
            raise RequestRefused(
                400,
                "ValidationError",
                f"TargetContainerHostname {name!r} is none of {', '.join(self._containers)}",
            )
        return self._containers[name]
