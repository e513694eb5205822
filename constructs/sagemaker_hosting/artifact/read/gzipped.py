"""A gzip file as a forward stream, through ISA-L.

``gzip`` and ``zlib`` of the standard library need three times as long. Unlike ``isal.igzip`` this
reader knows how much it has read of the file, which a check for bombs needs, and says what is wrong
with a file that is not gzip at all.
"""

from __future__ import annotations

from typing import Final, Protocol, cast

from isal import igzip_lib

from sagemaker_hosting.artifact.read.bounds import Bounds
from sagemaker_hosting.artifact.read.damage import Damage, Flaw

# Its stub says that it is an instance.
_IsalError: Final = cast(type[Exception], igzip_lib.IsalError)
_MAGIC: Final = b"\x1f\x8b\x08"
_INPUT: Final = 128 * 1024
_OUTPUT: Final = 256 * 1024

_KNOWN: Final = (
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ\0", "compressed with xz"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd"),
    (b"\x04\x22\x4d\x18", "compressed with lz4"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x1f\x9d", "compressed with compress"),
    (b"\x80\x02", "a pickle"),
    (b"\x80\x03", "a pickle"),
    (b"\x80\x04", "a pickle"),
    (b"\x80\x05", "a pickle"),
    (b"\x89HDF", "an HDF5 file"),
    (b"<?xml", "an XML document, such as an error message of S3"),
    (b"<Error", "an error message of S3"),
    (b"<!DOCTYPE", "a web page"),
    (b"<html", "a web page"),
    (b"version https://git-lfs", "a pointer of Git LFS and not the file itself"),
)


class Readable(Protocol):
    """What bytes come from: a file, or the body of an S3 object."""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes; none at the end."""


class GzipStream:
    """The unpacked bytes of a gzip file, which is checked while they are read.

    Attributes:
        packed: Bytes of the file read so far.
        unpacked: Bytes given out so far.
    """

    def __init__(self, raw: Readable, bounds: Bounds) -> None:
        self._raw = raw
        self._bounds = bounds
        self._rest = b""
        self._inflate: igzip_lib.IgzipDecompressor | None = None
        self.packed = 0
        self.unpacked = 0

    def read(self) -> bytes:
        """Return the next bytes, at most 256 KiB; none at the end.

        Raises:
            Damage: The file is not gzip, is damaged, cut off, followed by something else, or
                unpacks to more than is sensible.
        """
        while True:
            if self._inflate is None and not self._next_part():
                return b""
            data = self._decompress()
            if data:
                self.unpacked += len(data)
                self._refuse_bombs()
                return data

    def _next_part(self) -> bool:
        """Start at a gzip header; a file may consist of several gzip parts."""
        first = self.packed == 0
        self._fill(len(_MAGIC))
        head = self._rest
        if not first and not head.strip(b"\0"):
            # Padding, as tapes and some tools leave it.
            while head:
                head = self._take()
                if head.strip(b"\0"):
                    raise Damage(Flaw.TRAILING, "something follows the end of the gzip data")
            self._rest = b""
            return False
        if not head.startswith(_MAGIC):
            if first:
                raise Damage(Flaw.NOT_GZIP, _what_it_is(head, self._raw))
            raise Damage(Flaw.TRAILING, "something follows the end of the gzip data")
        self._inflate = igzip_lib.IgzipDecompressor(igzip_lib.DECOMP_GZIP)
        return True

    def _decompress(self) -> bytes:
        inflate = self._inflate
        assert inflate is not None
        fed = b""
        if inflate.needs_input or self._rest:
            fed = self._rest or self._take()
            self._rest = b""
            if not fed:
                raise Damage(
                    Flaw.TRUNCATED,
                    f"the file ends in the middle of the gzip data, after {self.packed} bytes",
                )
        try:
            data = inflate.decompress(fed, _OUTPUT)
        except _IsalError as error:
            raise Damage(Flaw.CORRUPT, f"the gzip data is damaged: {_reason(error)}") from error
        if inflate.eof:
            self._rest = inflate.unused_data
            self._inflate = None
        return data

    def _fill(self, size: int) -> None:
        while len(self._rest) < size:
            data = self._take()
            if not data:
                return
            self._rest += data

    def _take(self) -> bytes:
        data = self._raw.read(_INPUT)
        self.packed += len(data)
        return data

    def _refuse_bombs(self) -> None:
        bounds = self._bounds
        if self.unpacked > bounds.unpacked_bytes:
            raise Damage(Flaw.BOMB, f"it unpacks to more than {bounds.unpacked_bytes} bytes")
        if self.unpacked > bounds.ratio_floor and self.unpacked > bounds.ratio * (
            self.packed - len(self._rest)
        ):
            raise Damage(
                Flaw.BOMB,
                f"{self.packed} bytes of the file unpack to {self.unpacked} and more: over "
                f"{bounds.ratio} times as much",
            )


def _what_it_is(head: bytes, raw: Readable) -> str:
    if not head:
        return "the file is empty"
    for magic, name in _KNOWN:
        if head.startswith(magic):
            return f"the file is {name}, whatever its name says"
    if (head + raw.read(512))[257:262] == b"ustar":
        return "the file is a tar archive that is not compressed"
    return f"the file does not begin as gzip does, but with {head[:4].hex(' ')}"


def _reason(error: Exception) -> str:
    text = str(error)
    return "its checksum does not match" if "checksum" in text.lower() else text.lower()
