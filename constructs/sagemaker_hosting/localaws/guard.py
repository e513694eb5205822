"""Keeps the local AWS local: nothing gets out of the machine, and no web page gets in."""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

_LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")


def forbid_network() -> None:
    """Refuse every connection of this process off the loopback interface, for good."""
    sys.addaudithook(_audit)


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        # A path is a Unix socket, which stays on the machine.
        if isinstance(address, tuple) and not is_loopback(str(address[0])):
            raise PermissionError(f"the local AWS does not connect to {address[0]}")
    elif event == "socket.getaddrinfo":
        host = arguments[0]
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not is_loopback(str(name)):
            raise PermissionError(f"the local AWS does not look up {name}")


def is_loopback(host: str) -> bool:
    """Return whether a host name or address means this machine."""
    if host in _LOCAL_NAMES or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.split("%", maxsplit=1)[0]).is_loopback
    except ValueError:
        return False


class LocalRequestsOnly:
    """Refuses requests that a web page has made a browser send.

    The server runs the code of model archives, so a page must not be able to reach it, neither
    across origins nor under a host name of its own that resolves to 127.0.0.1.

    Args:
        application: The WSGI application behind it.
    """

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self._application = application

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer Call."""
        host = urlsplit("//" + environ.get("HTTP_HOST", "")).hostname or ""
        origin = environ.get("HTTP_ORIGIN")
        aws = host.endswith((".amazonaws.com", ".amazonaws.com.cn", ".api.aws"))
        if not (is_loopback(host) or aws) or origin:
            start_response("403 Forbidden", [("Content-Type", "text/plain")])
            return [b"the local AWS answers AWS clients on this machine, and no web page\n"]
        return self._application(environ, start_response)
