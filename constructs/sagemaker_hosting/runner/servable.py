"""What can answer invocations: a container, a pipeline of them, a multi-model container."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


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

    @property
    def is_success(self) -> bool:
        """Return whether the status is one of success."""
        return 200 <= self.status < 300


@dataclass(frozen=True)
class ContainerStream:
    """A response that is read as it is written.

    Args:
        status: HTTP status of the container.
        content_type: Its Content-Type header.
        chunks: The parts of the body, in time; raises ContainerFailure when it breaks off.
        custom_attributes: Its X-Amzn-SageMaker-Custom-Attributes header, if any.
    """

    status: int
    content_type: str
    chunks: Iterator[bytes]
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


class RequestRefused(Exception):
    """A request that SageMaker itself turns down, before or between containers.

    Args:
        status: HTTP status of the answer.
        code: The error code of the runtime API.
        message: Why.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


class Servable(Protocol):
    """Answers invocations, as the fleet behind an endpoint does; safe to use from threads."""

    def start(self) -> None:
        """Start; returns once /ping answers 200. Idempotent.

        Raises:
            LocalAwsError: There is nothing that can be served.
            ContainerFailure: The server ended or did not pass the health check in time.
        """

    def ping(self) -> bool:
        """Return whether /ping answers 200 within two seconds."""

    def invoke(
        self,
        body: bytes,
        *,
        content_type: str = "application/json",
        accept: str = "",
        headers: dict[str, str] | None = None,
    ) -> ContainerAnswer:
        """Send one invocation.

        Args:
            body: The payload.
            content_type: Its Content-Type. Default: application/json.
            accept: What the client accepts. Default: what the container prefers.
            headers: Further headers, such as X-Amzn-SageMaker-Custom-Attributes.

        Raises:
            LocalAwsError: As `start`.
            ContainerFailure: The container did not start, was too slow, crashed, or answered no
                valid HTTP.
            RequestRefused: SageMaker would not have passed it on.
        """

    def stream(
        self,
        body: bytes,
        *,
        content_type: str = "application/json",
        accept: str = "",
        headers: dict[str, str] | None = None,
    ) -> contextlib.AbstractContextManager[ContainerStream]:
        """Send one invocation and read the answer as it is written; raises as `invoke`."""

    def log_tail(self, lines: int = 20) -> str:
        """Return the last lines that it printed."""

    def stop(self, grace: float = 0.0) -> bool:
        """End it for good and remove its files.

        Args:
            grace: Seconds between SIGTERM and SIGKILL. Default: SIGKILL at once.

        Returns:
            Whether everything that ran ended by itself within the grace.
        """
