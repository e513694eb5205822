"""What a zip file in an artifact holds, such as the ``model.pt`` that PyTorch writes.

The list of a zip file is at its end and its content before, so a file that streams by is not read
as such: its end is kept, and what follows the name of a pickle. That is enough, since PyTorch
stores its pickles uncompressed.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import BinaryIO, Final, cast

from sagemaker_hosting.artifact.read.pickle_values import PickleFacts
from sagemaker_hosting.artifact.read.pickles import read_pickle
from sagemaker_hosting.artifact.read.source import Read

_CHUNK: Final = 256 * 1024
_TAIL: Final = 4 * 1024**2
_WINDOW: Final = 4 * 1024**2
_MOST_KEPT: Final = 32 * 1024**2
_BEFORE: Final = 512
_MOST_ENTRIES: Final = 100_000
_MOST_UNPACKED: Final = 64 * 1024**2
_MARK: Final = b".pkl"


@dataclass(slots=True)
class ZipFacts:
    """What a zip file says of itself.

    Attributes:
        names: The names of its entries.
        pickles: The pickles in it, by their names.
        unread: The pickles that were not read.
        flaw: Why it cannot be opened; empty when it can.
    """

    names: tuple[str, ...] = ()
    pickles: dict[str, PickleFacts] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    flaw: str = ""

    @property
    def is_torchscript(self) -> bool:
        """Return whether ``torch.jit.load`` opens it."""
        return any(name.partition("/")[2] == "constants.pkl" for name in self.names)

    @property
    def is_torch(self) -> bool:
        """Return whether PyTorch wrote it."""
        return any(name.partition("/")[2] == "data.pkl" for name in self.names)


def read_zip(read: Read, size: int) -> ZipFacts:
    """Return what a zip file of ``size`` bytes holds, which is read forward once."""
    return read_zip_file(_keep(read, size))


def read_zip_file(file: BinaryIO) -> ZipFacts:
    """Return what a zip file holds."""
    facts = ZipFacts()
    try:
        with zipfile.ZipFile(file) as opened:
            entries = opened.infolist()[:_MOST_ENTRIES]
            facts.names = tuple(entry.filename for entry in entries)
            for entry in entries:
                if entry.filename.endswith(_MARK.decode()):
                    _read_entry(opened, entry, facts)
    except (zipfile.BadZipFile, _NotKept, OSError, ValueError, NotImplementedError) as error:
        facts.flaw = str(error) or type(error).__name__
    return facts


def _read_entry(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, facts: ZipFacts) -> None:
    try:
        with opened.open(entry) as content:
            facts.pickles[entry.filename] = read_pickle(_bounded(content.read))
    except (
        _NotKept,
        EOFError,
        NotImplementedError,  # a compression that Python lacks
        OSError,
        RuntimeError,  # encrypted
        ValueError,
        zipfile.BadZipFile,
        zlib.error,
    ):
        facts.unread += (entry.filename,)


def _bounded(read: Read) -> Read:
    left = _MOST_UNPACKED

    def bounded(size: int) -> bytes:
        nonlocal left
        data = read(size)
        left -= len(data)
        if left < 0:
            raise _NotKept(f"it unpacks to more than {_MOST_UNPACKED} bytes")
        return data

    return bounded


class _NotKept(Exception):
    """A part was asked for that streamed by."""


class _Kept(io.RawIOBase):
    """A file of which only some parts are there."""

    def __init__(self, size: int, parts: list[tuple[int, bytes]]) -> None:
        self._size = size
        self._parts = parts
        self._at = 0

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise OSError("negative seek")
        self._at = start + offset
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        end = self._size if size < 0 else min(self._at + size, self._size)
        if end <= self._at:
            return b""
        index = bisect_right(self._parts, self._at, key=lambda part: part[0]) - 1
        start, data = self._parts[index] if index >= 0 else (0, b"")
        if end > start + len(data):
            raise _NotKept(f"bytes {self._at} to {end} were not kept")
        found = data[self._at - start : end - start]
        self._at = end
        return found


def _keep(read: Read, size: int) -> BinaryIO:
    """Read a file once, and keep its end and what follows the names of pickles."""
    parts: list[tuple[int, bytes]] = []
    before = b""
    window = bytearray()
    window_at = position = kept = 0
    left = 0
    tail = bytearray()
    while data := read(_CHUNK):
        if not left and kept < _MOST_KEPT and (hit := (before + data).find(_MARK)) >= 0:
            start = max(hit - _BEFORE, 0)
            window = bytearray((before + data)[start:])
            window_at = position - len(before) + start
            left = _WINDOW
        elif left:
            window += data
            left = max(left - len(data), 0)
        if window and not left:
            parts.append((window_at, bytes(window)))
            kept += len(window)
            window = bytearray()
        before = (before + data)[-_BEFORE:]
        position += len(data)
        tail += data
        if len(tail) > 2 * _TAIL:
            del tail[:-_TAIL]
    if window:
        parts.append((window_at, bytes(window)))
    parts.append((position - len(tail), bytes(tail)))
    kept_file = _Kept(position, sorted(parts, key=lambda part: part[0]))
    return cast(BinaryIO, kept_file)
