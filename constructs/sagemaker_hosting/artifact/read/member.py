"""One member of an artifact: a file of a directory, or an entry of an archive."""

from __future__ import annotations

import enum
import posixpath
from dataclasses import dataclass
from typing import Final


class Kind(enum.StrEnum):
    """What a member is; the text completes "... is"."""

    FILE = "a file"
    DIRECTORY = "a directory"
    SYMBOLIC_LINK = "a symbolic link"
    HARD_LINK = "a hard link"
    DEVICE = "a device"
    FIFO = "a named pipe"
    SOCKET = "a socket"
    SPARSE = "a sparse file"
    OTHER = "of an unknown type"

    @property
    def has_no_data(self) -> bool:
        """Return whether a tar header of this kind is followed by another header at once."""
        return self in _WITHOUT_DATA

    @property
    def is_link(self) -> bool:
        """Return whether it stands for something else."""
        return self in (Kind.SYMBOLIC_LINK, Kind.HARD_LINK)


_SHOWN: Final = 200
_WITHOUT_DATA: Final = frozenset(
    {Kind.DIRECTORY, Kind.SYMBOLIC_LINK, Kind.HARD_LINK, Kind.DEVICE, Kind.FIFO}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What an archive or a directory says of one of its members.

    Attributes:
        name: As it is written; what is not UTF-8 is escaped (``surrogateescape``).
        kind: What it is.
        size: Bytes of its content.
        mode: Permission bits.
        target: What a link points to; empty for everything else.
    """

    name: str
    kind: Kind
    size: int = 0
    mode: int = 0o644
    target: str = ""

    @property
    def path(self) -> str:
        """Return where it will be below the model directory: ``./code//x`` is ``code/x``."""
        return posixpath.normpath(self.name) if self.name else ""


def printable(name: str) -> str:
    """Return a name as it can be printed: shortened when it is long, what is odd as an escape."""
    shown = name[:_SHOWN].encode("utf-8", "backslashreplace").decode()
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in shown)
