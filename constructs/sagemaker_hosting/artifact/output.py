"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file that gets its name only when the block ends without an exception.

    On Linux the file has no name until then, so that not even a killed process leaves anything
    behind. Elsewhere it lies beside ``path`` with a name that ends in ``.partial``.

    Args:
        path: Where it is to appear; what is there is replaced.
    """
    directory = path.parent
    hidden = directory / f".{path.name[:200]}.{secrets.token_hex(4)}.partial"
    descriptor = _nameless(directory)
    named = descriptor is None
    if descriptor is None:
        descriptor = os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "wb", closefd=False) as file:
            yield file
        if not named:
            # With a directory's descriptor given, Python calls linkat, which follows the link.
            os.link(
                f"/proc/self/fd/{descriptor}", hidden, src_dir_fd=descriptor, follow_symlinks=True
            )
            named = True
        hidden.replace(path)
    finally:
        os.close(descriptor)
        if named:
            hidden.unlink(missing_ok=True)


def _nameless(directory: Path) -> int | None:
    """Open a file without a name; None where the system or the file system has none."""
    flag = getattr(os, "O_TMPFILE", None)
    if flag is None or not Path("/proc/self/fd").is_dir():
        return None
    try:
        return os.open(directory, os.O_WRONLY | flag, 0o666)
    except OSError:
        return None
