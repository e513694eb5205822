"""A tar archive as a forward stream of members.

Not ``tarfile``: it reads extended headers of any size into memory, trusts sizes of members that
have no data, repairs what it does not like (so that a check sees another archive than the unpacker
does), keeps every member, and the first releases of Python 3.11 trip over broken headers. This
reader is strict: what two unpackers could understand differently is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol

from sagemaker_hosting.artifact.read.bounds import Bounds
from sagemaker_hosting.artifact.read.damage import Damage, Flaw
from sagemaker_hosting.artifact.read.member import Kind, Member
from sagemaker_hosting.artifact.read.pax import parse_pax

_BLOCK: Final = 512
_KINDS: Final = {
    b"0": Kind.FILE,
    b"\0": Kind.FILE,
    b"7": Kind.FILE,
    b"1": Kind.HARD_LINK,
    b"2": Kind.SYMBOLIC_LINK,
    b"3": Kind.DEVICE,
    b"4": Kind.DEVICE,
    b"5": Kind.DIRECTORY,
    b"6": Kind.FIFO,
    b"S": Kind.SPARSE,
}
_PAX: Final = (b"x", b"X")
_LONG_NAME: Final = b"L"
_LONG_LINK: Final = b"K"


class Chunks(Protocol):
    """Bytes that come in pieces, as ``GzipStream`` gives them."""

    def read(self) -> bytes:
        """Return the next piece; none at the end."""


class TarStream:
    """The members of a tar archive, and the content of the one that is current.

    Example:
        tar = TarStream(GzipStream(file, bounds), bounds)
        for member in tar:
            head = tar.read(512)  # the rest is skipped
    """

    def __init__(self, chunks: Chunks, bounds: Bounds) -> None:
        self._chunks = chunks
        self._bounds = bounds
        self._buffer = b""
        self._at = 0
        self._left = 0
        self._padding = 0
        self._last = ""

    def __iter__(self) -> Iterator[Member]:
        """Yield the members in their order.

        Raises:
            Damage: The archive cannot be read any further.
        """
        count = names = 0
        while (member := self._next()) is not None:
            count += 1
            names += len(member.name) + len(member.target)
            if count > self._bounds.members:
                raise Damage(
                    Flaw.TOO_MANY_MEMBERS,
                    f"the archive has more than {self._bounds.members} members",
                )
            if names > self._bounds.name_bytes:
                raise Damage(
                    Flaw.TOO_MANY_MEMBERS,
                    f"the names of {count} members take more than {self._bounds.name_bytes} bytes",
                )
            self._last = member.name
            self._left = member.size
            self._padding = -member.size % _BLOCK
            yield member
            self._skip()

    def read(self, size: int) -> bytes:
        """Return up to ``size`` bytes of the current member; none at its end."""
        if self._left == 0:
            return b""
        if self._at == len(self._buffer):
            self._refill()
        data = self._buffer[self._at : self._at + min(size, self._left)]
        self._at += len(data)
        self._left -= len(data)
        return data

    def _skip(self) -> None:
        left = self._left + self._padding
        self._left = self._padding = 0
        while left:
            if self._at == len(self._buffer):
                self._refill()
            step = min(left, len(self._buffer) - self._at)
            self._at += step
            left -= step

    def _refill(self) -> None:
        self._buffer, self._at = self._chunks.read(), 0
        if not self._buffer:
            where = f"in the middle of {self._last!r}" if self._last else "in its first header"
            raise Damage(Flaw.TRUNCATED, f"the tar archive ends {where}", self._last)

    def _take(self, size: int) -> bytes:
        """Return exactly ``size`` bytes."""
        parts = []
        while size:
            if self._at == len(self._buffer):
                self._refill()
            part = self._buffer[self._at : self._at + size]
            self._at += len(part)
            size -= len(part)
            parts.append(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _header(self) -> bytes | None:
        """Return the next header; None at the end of the archive."""
        if self._at == len(self._buffer):
            self._buffer, self._at = self._chunks.read(), 0
            if not self._buffer:
                if not self._last:
                    raise Damage(Flaw.NOT_TAR, "there is nothing in the gzip data")
                raise Damage(
                    Flaw.UNFINISHED, "the tar archive has no end mark: it was not closed, or cut"
                )
        block = self._take(_BLOCK)
        if block.count(0) == _BLOCK:
            self._finish()
            return None
        return block

    def _finish(self) -> None:
        """Read to the end, so that the checksum is compared and nothing hides behind the mark."""
        while True:
            if self._buffer[self._at :].strip(b"\0"):
                raise Damage(Flaw.TRAILING, "something follows the end mark of the tar archive")
            self._buffer, self._at = self._chunks.read(), 0
            if not self._buffer:
                return

    def _next(self) -> Member | None:
        extended: dict[str, str] = {}
        for _ in range(self._bounds.headers_in_a_row + 1):
            block = self._header()
            if block is None:
                if extended:
                    raise self._bad("an extended header is followed by no member")
                return None
            self._verify(block)
            flag = block[156:157]
            size = self._number(block[124:136], "size")
            if flag in _PAX:
                extended |= parse_pax(self._extension(size), self._last)
            elif flag == b"g":
                if parse_pax(self._extension(size), self._last).keys() & _PER_MEMBER:
                    raise self._bad("a global header names or sizes every member alike")
            elif flag == _LONG_NAME:
                extended["path"] = _text(self._extension(size).rstrip(b"\0"))
            elif flag == _LONG_LINK:
                extended["linkpath"] = _text(self._extension(size).rstrip(b"\0"))
            else:
                return self._member(block, flag, size, extended)
        raise Damage(
            Flaw.HUGE_HEADER,
            f"more than {self._bounds.headers_in_a_row} extended headers precede one member",
            self._last,
        )

    def _extension(self, size: int) -> bytes:
        if size > self._bounds.header_bytes:
            raise Damage(
                Flaw.HUGE_HEADER,
                f"an extended header claims {size} bytes; names need a few hundred",
                self._last,
            )
        data = self._take(size)
        self._take(-size % _BLOCK)
        return data

    def _verify(self, block: bytes) -> None:
        told = _octal(block[148:156])
        # The field counts as eight spaces; some old archivers added up signed bytes.
        summed = block[:148] + b" " * 8 + block[156:]
        found = sum(summed)
        if told == found or told == found - 256 * sum(byte > 127 for byte in summed):
            return
        if not self._last:
            raise Damage(Flaw.NOT_TAR, "what the gzip data holds is not a tar archive")
        raise self._bad("the checksum of a header does not match")

    def _member(self, block: bytes, flag: bytes, size: int, extended: dict[str, str]) -> Member:
        for at, what in ((slice(108, 116), "user"), (slice(116, 124), "group")):
            self._number(block[at], what)
        self._number(block[136:148], "time")
        name = extended.get("path") or self._name(block)
        if "size" in extended:
            if not extended["size"].isascii() or not extended["size"].isdigit():
                raise self._bad(f"the size of a member is {extended['size']!r}")
            size = int(extended["size"])
        kind = _KINDS.get(flag, Kind.OTHER)
        if kind is Kind.FILE and name.endswith("/"):
            kind = Kind.DIRECTORY
        if kind is Kind.FILE and any(key.startswith("GNU.sparse.") for key in extended):
            kind = Kind.SPARSE
        if kind.has_no_data and size:
            # Some unpackers skip the data, some read it as the next header.
            raise self._bad(f"{name!r}, {kind}, claims {size} bytes of data")
        if size > self._bounds.unpacked_bytes:
            raise self._bad(f"{name!r} claims {size} bytes")
        if not name:
            raise self._bad("a member has no name")
        if flag == b"S":
            self._skip_sparse_map(block[482])
        return Member(
            # A directory's name may end in a slash; the root is called "./".
            name=name.rstrip("/") or "/" if kind is Kind.DIRECTORY else name,
            kind=kind,
            size=size,
            mode=self._number(block[100:108], "mode") & 0o7777,
            target=extended.get("linkpath") or _text(_until_nul(block[157:257])),
        )

    def _skip_sparse_map(self, more: int) -> None:
        while more:
            more = self._take(_BLOCK)[504]

    def _name(self, block: bytes) -> str:
        name = _until_nul(block[:100])
        if block[257:263] == b"ustar\0" and block[345]:
            name = _until_nul(block[345:500]) + b"/" + name
        return _text(name)

    def _number(self, field: bytes, what: str) -> int:
        number = _octal(field)
        if number is None:
            raise self._bad(f"the {what} of a member is {field.rstrip(b' ' + bytes(1))!r}")
        return number

    def _bad(self, message: str) -> Damage:
        where = f", after {self._last!r}" if self._last else ""
        return Damage(Flaw.BAD_HEADER, message + where, self._last)


_PER_MEMBER: Final = frozenset({"path", "linkpath", "size"})


def _until_nul(field: bytes) -> bytes:
    return field.split(b"\0", 1)[0]


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")


def _octal(field: bytes) -> int | None:
    """Return the number in a field: octal digits, or binary as GNU writes what is large."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    digits = field.strip(b"\0 ")
    if not digits:
        return 0
    if digits.strip(b"01234567"):
        return None
    return int(digits, 8)
