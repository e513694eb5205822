"""Packing a model directory into ``model.tar.gz``, the same bytes on every machine."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import stat
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sagemaker_hosting.core.errors import InvalidProps

SOURCE: Final = "developer guide pages 588 and 614; https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

LITTER: Final = frozenset(
    {".DS_Store", ".git", ".hg", ".ipynb_checkpoints", ".svn", "Thumbs.db", "__pycache__"}
)
"""Names that are left out wherever they stand."""


def pack_directory(directory: Path, archive: Path) -> str:
    """Pack the contents of ``directory`` into ``archive`` and return the SHA-256 of what it holds.

    The digest is of the tar stream inside, so that it is the same whatever zlib compressed it.

    Members are sorted by name, owned by user 0, dated 1970 and reduced to the modes 644 and 755,
    and the gzip header carries neither a name nor a time, so that the bytes depend on the contents
    alone. ``archive`` appears whole or not at all.

    Args:
        directory: Its contents become the root of the archive. `LITTER` is left out.
        archive: The ``.tar.gz`` to write; replaced when it exists.

    Raises:
        InvalidProps: When there is nothing to pack, or when a member is neither a regular file nor
            a directory: SageMaker refuses artifacts with links.
    """
    members = list(_members(directory))
    if not any(path.is_file() for path in members):
        raise InvalidProps(
            f"model directory {str(directory)!r} holds no files",
            fix="put the model files at its root: SageMaker unpacks them into /opt/ml/model",
            source=SOURCE,
        )
    partial = archive.with_name(archive.name + ".partial")
    try:
        with (
            partial.open("wb") as raw,
            gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=6, mtime=0) as packed,
        ):
            hashed = _HashingWriter(packed)
            # "w|" writes strictly forward, which is all that a hash can follow.
            with tarfile.open(fileobj=hashed, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                for path in members:
                    _add(tar, path, path.relative_to(directory).as_posix())
        partial.replace(archive)
    finally:
        partial.unlink(missing_ok=True)
    return hashed.digest.hexdigest()


class _HashingWriter(io.RawIOBase):
    """A binary stream that hashes what passes through."""

    def __init__(self, target: gzip.GzipFile) -> None:
        self._target = target
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.digest.update(data)
        return self._target.write(data)


def check_archive(archive: Path) -> None:
    """Check that ``archive`` is what its name says: a gzip-compressed tar archive.

    Only the first member is read.

    Raises:
        InvalidProps: When it does not exist, is not called ``.tar.gz``, is not one, or is empty.
    """
    fix = "pass a file made by 'tar czf model.tar.gz -C DIRECTORY .', or ModelData.from_directory()"
    if not archive.is_file():
        raise InvalidProps(
            f"model archive {str(archive)!r} "
            + ("is not a file" if archive.exists() else "does not exist"),
            fix=fix,
            source=SOURCE,
        )
    if not archive.name.endswith(".tar.gz"):
        raise InvalidProps(
            f"model archive {str(archive)!r} does not end in .tar.gz", fix=fix, source=SOURCE
        )
    try:
        # Not tarfile's own "r|gz", which trips over broken headers in the first Python 3.11.
        with gzip.open(archive) as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
            first = tar.next()
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise InvalidProps(
            f"model archive {str(archive)!r} is not a gzip-compressed tar archive: {error}",
            fix=fix,
            source=SOURCE,
        ) from error
    if first is None:
        raise InvalidProps(f"model archive {str(archive)!r} is empty", fix=fix, source=SOURCE)


def _members(directory: Path) -> Iterator[Path]:
    for entry in sorted(os.scandir(directory), key=lambda entry: entry.name):
        if entry.name in LITTER:
            continue
        path = Path(entry.path)
        mode = entry.stat(follow_symlinks=False).st_mode
        if stat.S_ISDIR(mode):
            yield path
            yield from _members(path)
        elif stat.S_ISREG(mode):
            yield path
        else:
            kind = "a symbolic link" if stat.S_ISLNK(mode) else "not a regular file"
            raise InvalidProps(
                f"model directory holds {str(path)!r}, which is {kind}",
                fix="replace it by a copy of the file; SageMaker refuses artifacts with links",
                source=SOURCE,
            )


def _add(tar: tarfile.TarFile, path: Path, name: str) -> None:
    member = tarfile.TarInfo(name)
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        member.type = tarfile.DIRTYPE
        member.mode = 0o755
        tar.addfile(member)
        return
    member.size = status.st_size
    member.mode = 0o755 if status.st_mode & stat.S_IXUSR else 0o644
    with path.open("rb") as content:
        tar.addfile(member, content)
