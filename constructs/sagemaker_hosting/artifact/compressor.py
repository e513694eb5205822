"""The compressor: ISA-L in several threads, fed in blocks of one size."""

from __future__ import annotations

import hashlib
import io
import os
from functools import cache
from typing import Any, BinaryIO, Final, cast

from isal import igzip_threaded

BLOCK: Final = 1024 * 1024
"""Bytes that are compressed at a time; the output depends on it."""

_LEVEL: Final = 2
_MOST_THREADS: Final = 8
_REFERENCE: Final = "589a63e89fac25500f2826d072540c6442fd45794e9722dc684434e65ce29c05"


def compressed(target: object, *, threads: int | None = None) -> BinaryIO:
    """Return a file to write to in blocks of `BLOCK` bytes, which writes gzip to ``target``.

    The header carries neither a name nor a time. The bytes do not depend on ``threads``.

    Args:
        target: Something with ``write`` and ``flush``.
        threads: How many compress. Default: the processors there are, at most 8; each takes 4 MiB.
    """
    if threads is None:
        threads = min(_processors(), _MOST_THREADS)
    opened = cast(Any, igzip_threaded).open(
        target, "wb", compresslevel=_LEVEL, threads=max(threads, 1), block_size=BLOCK
    )
    return cast(BinaryIO, opened)


@cache
def is_reference() -> bool:
    """Return whether this machine compresses to the bytes that most machines do.

    Where it does not, the archive is as good and has the same digest; only its own SHA-256 is not
    that of an archive made elsewhere.
    """
    target = io.BytesIO()
    with compressed(target, threads=1) as file:
        file.write(_probe())
    return hashlib.sha256(target.getvalue()).hexdigest() == _REFERENCE


def _probe() -> bytes:
    """Return bytes that tell ISA-L's ways through the processors apart: text, noise, runs."""
    noise = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(256))
    text = b"".join(b"model %d weighs %d\n" % (number % 97, number) for number in range(2000))
    return text + noise + bytes(5000) + noise[:3000] + text[::3]


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
