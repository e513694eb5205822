"""Packing a model directory into ``model.tar.gz``.

What identifies an artifact is the SHA-256 of the tar stream inside the gzip file: it depends on the
names, contents and executable bits of the files alone, on every machine. It is the key in S3 and
the asset's hash, and ``gzip -dc model.tar.gz | sha256sum`` prints it.

The bytes of the gzip file around it are the same for each run, whatever the date, the number of
processors, the order of the directory and the user. Across machines they are what ISA-L makes of
the processor. Measured with isal 1.8.0, 1.9.0 and 1.9.1 at this level: the same on x86-64 with
SSE 4.2, AVX, AVX2 and AVX-512, other bytes on x86-64 without SSE 4.2 and on arm64. (At level 3
already AVX2 and AVX-512 differ.) ``compressor.is_reference`` says what this machine makes. zlib,
whose output differs between zlib, zlib-ng and Apple's, would take ten times as long.
"""

from __future__ import annotations

import hashlib
import os
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from sagemaker_hosting.artifact.compressor import BLOCK, compressed
from sagemaker_hosting.artifact.output import whole_file
from sagemaker_hosting.artifact.plan import SOURCE, Item, Plan, Symlinks, plan_directory
from sagemaker_hosting.artifact.read.member import Kind
from sagemaker_hosting.core.errors import InvalidProps

Progress = Callable[[int, int], None]
"""Is told the bytes that are done, and those there are in all."""

_TAR_RECORD: Final = 10240
"""tar archives end at a multiple of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """An archive that has been written.

    Attributes:
        archive: Where it is.
        digest: SHA-256 of the tar stream inside: the identity of the artifact, on every machine.
        sha256: SHA-256 of the archive's own bytes.
        members: How many files and directories it holds.
        unpacked_bytes: The size of the files together.
        packed_bytes: The size of the archive.
    """

    archive: Path
    digest: str
    sha256: str
    members: int
    unpacked_bytes: int
    packed_bytes: int


def pack_directory(
    directory: Path,
    archive: Path,
    *,
    symlinks: Symlinks = "refuse",
    progress: Progress | None = None,
    threads: int | None = None,
) -> Packed:
    """Pack the contents of ``directory`` into ``archive``.

    Args:
        directory: Its contents become the root of the archive, but for litter and for what
            ``.sagemakerignore`` names.
        archive: The ``.tar.gz`` to write; replaced when it exists. It appears whole or not at all.
        symlinks: Whether links are refused, or replaced by what they point to. Default: refused.
        progress: Is told how far it is. Default: nobody.
        threads: How many compress. Default: the processors there are, at most 8. The bytes do not
            depend on it.

    Raises:
        InvalidProps: There is nothing to pack, a member is something that an artifact cannot
            carry, or a file changed while it was packed.
        OSError: A file cannot be read, or the archive cannot be written.
    """
    plan = plan_directory(directory, symlinks=symlinks, without=archive)
    return pack_plan(plan, archive, progress=progress, threads=threads)


def pack_plan(
    plan: Plan,
    archive: Path,
    *,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Packed:
    """Pack what ``plan`` lists; otherwise as `pack_directory`."""
    with whole_file(archive) as file:
        output = _Hashed(file)
        with compressed(output, threads=threads) as gzip:
            stream = _Blocks(gzip)
            write_tar(plan, stream.write, progress or (lambda done, total: None))
            stream.flush()
    return Packed(
        archive=archive,
        digest=stream.digest.hexdigest(),
        sha256=output.digest.hexdigest(),
        members=len(plan.items),
        unpacked_bytes=plan.total_bytes,
        packed_bytes=output.size,
    )


def digest_of(plan: Plan, *, progress: Progress | None = None) -> str:
    """Return the digest that the artifact of ``plan`` has, without packing it."""
    digest = hashlib.sha256()
    write_tar(plan, digest.update, progress or (lambda done, total: None))
    return digest.hexdigest()


def write_tar(plan: Plan, write: Callable[[bytes], object], progress: Progress) -> None:
    """Write the tar stream of ``plan``.

    Members are owned by user 0 and dated 1970, so that nothing but names, contents and executable
    bits is in it.
    """
    size = done = 0
    total = plan.total_bytes
    for item in plan.items:
        header = _header(item)
        write(header)
        size += len(header)
        if item.member.kind is not Kind.FILE:
            continue
        for data in _content(item):
            write(data)
            done += len(data)
            progress(done, total)
        padding = -item.member.size % tarfile.BLOCKSIZE
        write(bytes(padding))
        size += item.member.size + padding
    end = 2 * tarfile.BLOCKSIZE
    write(bytes(end + -(size + end) % _TAR_RECORD))


def _header(item: Item) -> bytes:
    info = tarfile.TarInfo(item.member.name)
    info.mode = item.member.mode
    if item.member.kind is Kind.DIRECTORY:
        info.type = tarfile.DIRTYPE
    else:
        info.size = item.member.size
    return info.tobuf(tarfile.PAX_FORMAT)


def _content(item: Item) -> Iterator[bytes]:
    left = item.member.size
    with item.path.open("rb", buffering=0) as file:
        before = os.fstat(file.fileno())
        while left and (data := file.read(min(left, BLOCK))):
            left -= len(data)
            yield data
        after = os.fstat(file.fileno())
    if left or after.st_size != item.member.size or after.st_mtime_ns != before.st_mtime_ns:
        raise InvalidProps(
            f"{str(item.path)!r} changed while it was packed",
            fix="pack when nothing writes to the model directory",
            source=SOURCE,
        )


class _Hashed:
    """A file that hashes and counts what is written to it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


class _Blocks:
    """Hands on blocks of one size, since the compressor's bytes depend on how it is fed."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._held = bytearray()
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> None:
        self.digest.update(data)
        held = self._held
        held += data
        while len(held) >= BLOCK:
            self._target.write(held[:BLOCK])
            del held[:BLOCK]

    def flush(self) -> None:
        self._target.write(self._held)
        self._held = bytearray()
