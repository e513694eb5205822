"""Preparing an artifact for an uncompressed S3 prefix.

Weights hardly compress: above 40 GB, where the guide raises the time-outs of the download, the
files are better uploaded as they are, below one prefix.
"""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sagemaker_hosting.artifact.pack import Progress, digest_of
from sagemaker_hosting.artifact.plan import Plan
from sagemaker_hosting.artifact.read.member import Kind
from sagemaker_hosting.core.errors import InvalidProps

_SOURCE: Final = "developer guide pages 312 to 314; https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-uncompressed.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A directory that can be uploaded below a prefix.

    Attributes:
        directory: Where it is. Its contents become the objects.
        digest: The identity of the artifact: the one that its archive would have. Use it as a part
            of the prefix, so that new bytes get a new one.
        files: How many objects there will be.
        total_bytes: Their size together.
    """

    directory: Path
    digest: str
    files: int
    total_bytes: int


def prepare_prefix(plan: Plan, directory: Path, *, progress: Progress | None = None) -> Prepared:
    """Lay the files of ``plan`` out in ``directory``.

    They are hard links where the file system allows it, so that nothing is copied: upload them
    before the originals change. Empty directories are left out; S3 has none.

    Args:
        plan: What goes into the artifact.
        directory: Must not exist. It appears whole or not at all.
        progress: Is told how far the digest is. Default: nobody.

    Raises:
        InvalidProps: ``directory`` exists, or lies in the model directory.
        OSError: A file cannot be read or written.
    """
    if directory.exists():
        raise InvalidProps(
            f"{str(directory)!r} exists already",
            fix="name a directory that does not exist, or remove it",
            source=_SOURCE,
        )
    if directory.resolve().is_relative_to(plan.directory.resolve()):
        raise InvalidProps(
            f"{str(directory)!r} lies in the model directory, and would be packed the next time",
            fix="name a directory outside of it",
            source=_SOURCE,
        )
    digest = digest_of(plan, progress=progress)
    hidden = directory.with_name(f".{directory.name[:200]}.{secrets.token_hex(4)}.partial")
    try:
        hidden.mkdir()
        files = [item for item in plan.items if item.member.kind is Kind.FILE]
        for item in files:
            target = hidden / item.member.name
            target.parent.mkdir(parents=True, exist_ok=True)
            _place(item.path, target)
        hidden.rename(directory)
    finally:
        shutil.rmtree(hidden, ignore_errors=True)
    return Prepared(
        directory=directory, digest=digest, files=len(files), total_bytes=plan.total_bytes
    )


def _place(source: Path, target: Path) -> None:
    try:
        os.link(source.resolve(), target)
    except OSError:
        shutil.copyfile(source, target)
