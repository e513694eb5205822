"""One HTTP exchange with a container on loopback, within a time that no slow byte can extend."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


class TooLarge(Exception):
    """The response is larger than what was allowed."""


@dataclass(frozen=True)
class Exchange:
    """A request to a container.

    Args:
        port: Where the container listens.
        method: The HTTP method.
        path: The path.
        body: The payload.
        headers: The headers.
        timeout: Seconds for all of it.
    """

    port: int
    method: str
    path: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    timeout: float = 60.0


@contextlib.contextmanager
def exchange(request: Exchange) -> Iterator[http.client.HTTPResponse]:
    """Send a request and yield the response, its body still unread.

    Raises:
        TimeoutError: It took longer than the request allows, reading the body included.
        OSError: The connection failed.
        http.client.HTTPException: The container speaks no valid HTTP.
    """
    connection = http.client.HTTPConnection("127.0.0.1", request.port, timeout=request.timeout)
    late = threading.Event()
    # A socket's own timeout restarts with every byte; the limit is on the whole exchange.
    timer = threading.Timer(request.timeout, _hang_up, (connection, late))
    timer.daemon = True
    timer.start()
    try:
        connection.request(request.method, request.path, request.body, request.headers)
        yield connection.getresponse()
        if late.is_set():
            raise TimeoutError
    except (OSError, http.client.HTTPException) as error:
        if late.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()
        connection.close()


def read(response: http.client.HTTPResponse, limit: int) -> bytes:
    """Return the body; raise TooLarge above ``limit`` bytes."""
    content = response.read(limit + 1)
    if len(content) > limit:
        raise TooLarge
    return content


def chunks(response: http.client.HTTPResponse, limit: int) -> Iterator[bytes]:
    """Yield the body as it comes; raise TooLarge above ``limit`` bytes."""
    total = 0
    while part := response.read1(65536):
        total += len(part)
        if total > limit:
            raise TooLarge
        yield part
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)


def _hang_up(connection: http.client.HTTPConnection, late: threading.Event) -> None:
    late.set()
    with contextlib.suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)
