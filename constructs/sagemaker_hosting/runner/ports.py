"""Free ports on loopback."""

from __future__ import annotations

import contextlib
import random
import socket

_RANGE = 10


def free_port() -> int:
    """Return a port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def safe_port_range() -> str:
    """Return ten consecutive free ports as SAGEMAKER_SAFE_PORT_RANGE says them, `XXXX-YYYY`."""
    while True:
        # Below the ports that the kernel gives away.
        first = random.randrange(20_000, 32_000 - _RANGE)
        if all(_is_free(port) for port in range(first, first + _RANGE)):
            return f"{first}-{first + _RANGE - 1}"


def _is_free(port: int) -> bool:
    with socket.socket() as probe, contextlib.suppress(OSError):
        probe.bind(("127.0.0.1", port))
        return True
    return False
