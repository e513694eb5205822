"""Checking an archive."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sagemaker_hosting.artifact.read.bounds import Bounds
from sagemaker_hosting.artifact.read.damage import Damage
from sagemaker_hosting.artifact.read.gzipped import GzipStream
from sagemaker_hosting.artifact.read.tarred import TarStream
from sagemaker_hosting.core.errors import InvalidProps

_SOURCE: Final = "developer guide pages 588 and 614; https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"
_FIX: Final = "pack it with 'sagemaker-hosting artifact pack', or use ModelData.from_directory()"


def check_archive(archive: Path) -> None:
    """Check that ``archive`` is what its name says: a gzip-compressed tar archive.

    Raises:
        InvalidProps: When it does not exist, is not called ``.tar.gz``, is not one, or is empty.
    """
    if not archive.is_file():
        raise InvalidProps(
            f"model archive {str(archive)!r} "
            + ("is not a file" if archive.exists() else "does not exist"),
            fix=_FIX,
            source=_SOURCE,
        )
    if not archive.name.endswith(".tar.gz"):
        raise InvalidProps(
            f"model archive {str(archive)!r} does not end in .tar.gz", fix=_FIX, source=_SOURCE
        )
    bounds = Bounds()
    try:
        with archive.open("rb", buffering=0) as file:
            members = sum(1 for _ in TarStream(GzipStream(file, bounds), bounds))
    except Damage as damage:
        raise InvalidProps(
            f"model archive {str(archive)!r} is not a gzip-compressed tar archive: "
            f"{damage.message}",
            fix=_FIX,
            source=_SOURCE,
        ) from damage
    if not members:
        raise InvalidProps(f"model archive {str(archive)!r} is empty", fix=_FIX, source=_SOURCE)
