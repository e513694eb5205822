"""How content is handed to what reads it."""

from __future__ import annotations

from collections.abc import Callable

Read = Callable[[int], bytes]
"""Returns up to so many bytes; none at the end."""


def read_up_to(read: Read, size: int) -> bytes:
    """Return the next ``size`` bytes, fewer only at the end."""
    parts = []
    while size and (data := read(size)):
        parts.append(data)
        size -= len(data)
    return b"".join(parts)
