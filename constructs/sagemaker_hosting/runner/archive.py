"""Unpacks a model archive without trusting it."""

from __future__ import annotations

import copy
import gzip
import io
import os
import tarfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from sagemaker_hosting.core.errors import LocalAwsError

_FIX = "pack the archive with: tar -C model_directory -czf model.tar.gz ."


@dataclass(frozen=True)
class ArchiveLimits:
    """What an archive may cost before it is refused.

    Args:
        total_bytes: Sum of the unpacked files. Default: 20 GiB.
        members: Number of files, directories and links. Default: 100 000.
        ratio: Unpacked over packed size, checked above 256 MiB unpacked. Default: 200.
    """

    total_bytes: int = 20 * 1024**3
    members: int = 100_000
    ratio: int = 200


_RATIO_FLOOR = 256 * 1024**2
_HEADER_LIMIT = 8 * 1024**2
_NAME_LIMIT = 1024


class _BoundedReads(io.RawIOBase):
    """Refuses single huge reads: tarfile loads extended headers of any declared size whole."""

    def __init__(self, stream: gzip.GzipFile) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        if size < 0 or size > _HEADER_LIMIT:
            raise LocalAwsError(
                f"a header of the archive claims {size} bytes; at most {_HEADER_LIMIT} are read",
                fix=_FIX,
            )
        return self._stream.read(size)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True


def unpack(archive: Path, into: Path, limits: ArchiveLimits | None = None) -> None:
    """Unpack a gzip-compressed tar archive below a directory.

    Args:
        archive: The `model.tar.gz`.
        into: Where to; created when missing.
        limits: What is too much. Default: `ArchiveLimits()`.

    Raises:
        LocalAwsError: The file is no such archive, or has a member that leaves the directory, is
            neither file, directory nor link, or exceeds a limit. What had been unpacked is left.
    """
    limits = limits or ArchiveLimits()
    into.mkdir(parents=True, exist_ok=True)
    root = Path(os.path.realpath(into))
    packed = max(archive.stat().st_size, 1)
    total = 0
    try:
        with (
            gzip.open(archive, "rb") as stream,
            tarfile.open(fileobj=cast(IO[bytes], _BoundedReads(stream)), mode="r:") as tar,
        ):
            # Python before 3.11.4 has no filters, and from 3.12 on one has to be chosen. `_safe`
            # does on all what the "data" filter would, and refuses rather than repairs.
            vars(tar)["extraction_filter"] = lambda member, _path: member
            for count in range(limits.members + 1):
                member = tar.next()
                if member is None:
                    return
                total += member.size
                safe = _safe(member, root)
                if total > limits.total_bytes:
                    raise LocalAwsError(
                        f"the archive unpacks to more than {limits.total_bytes} bytes",
                        fix="leave out what the model does not need at inference",
                    )
                if total > _RATIO_FLOOR and total / packed > limits.ratio:
                    raise LocalAwsError(
                        f"the archive unpacks to over {limits.ratio} times its size",
                        fix=_FIX,
                    )
                if count == limits.members:
                    break
                tar.extract(safe, into)
                # tarfile remembers every header that it has read.
                vars(tar)["members"] = []
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise LocalAwsError(
            f"{archive.name} cannot be unpacked: {error}",
            fix=_FIX,
        ) from error
    raise LocalAwsError(
        f"the archive has more than {limits.members} members",
        fix="leave out what the model does not need at inference",
    )


def _safe(member: tarfile.TarInfo, root: Path) -> tarfile.TarInfo:
    """Return a member that can be unpacked: a plain mode, and the owner who unpacks it.

    Raises:
        LocalAwsError: It leaves the directory, or is neither file, directory nor link.
    """
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts or not _is_below(root, root / member.name):
        raise LocalAwsError(f"member {member.name!r} leaves the model directory", fix=_FIX)
    if len(member.name) > _NAME_LIMIT or len(member.linkname) > _NAME_LIMIT:
        raise LocalAwsError(f"member {member.name[:80]!r}... has too long a name", fix=_FIX)
    if not (member.isfile() or member.isdir() or member.issym() or member.islnk()):
        raise LocalAwsError(
            f"member {member.name!r} is neither a file, a directory nor a link", fix=_FIX
        )
    if member.issym() or member.islnk():
        # A symbolic link is read from where it stands, a hard link from the root.
        start = (root / member.name).parent if member.issym() else root
        if PurePosixPath(member.linkname).is_absolute() or not _is_below(
            root, start / member.linkname
        ):
            raise LocalAwsError(
                f"member {member.name!r} leaves the model directory: it links to "
                f"{member.linkname!r}",
                fix=_FIX,
            )
    safe = copy.copy(member)
    safe.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
    safe.uid, safe.gid, safe.uname, safe.gname = os.getuid(), os.getgid(), "", ""
    return safe


def _is_below(root: Path, path: Path) -> bool:
    """Return whether ``path`` is in ``root`` once the links on its way are followed."""
    real = Path(os.path.realpath(path))
    return real == root or root in real.parents
