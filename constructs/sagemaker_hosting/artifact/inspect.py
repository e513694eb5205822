"""Reading an artifact once, into what the rules look at."""

from __future__ import annotations

from pathlib import Path

from sagemaker_hosting.artifact.contents import Contents, Form
from sagemaker_hosting.artifact.plan import SOURCE, Plan, list_directory
from sagemaker_hosting.artifact.read.bounds import Bounds
from sagemaker_hosting.artifact.read.damage import Damage, Flaw
from sagemaker_hosting.artifact.read.gzipped import GzipStream, Readable
from sagemaker_hosting.artifact.read.member import Kind
from sagemaker_hosting.artifact.read.tarred import TarStream
from sagemaker_hosting.core.errors import InvalidProps

BOUNDS = Bounds()


def inspect_archive(raw: Readable, name: str, *, bounds: Bounds = BOUNDS) -> Contents:
    """Return what a ``.tar.gz`` holds, reading it forward once.

    Never raises for what the archive is; its damage is in the result.

    Args:
        raw: The archive: a file, or the body of an S3 object.
        name: What it is called in findings.
        bounds: How much is read. Default: `Bounds()`.
    """
    contents = Contents(name=name, form=Form.ARCHIVE)
    gzip = GzipStream(raw, bounds)
    tar = TarStream(gzip, bounds)
    try:
        for member in tar:
            contents.members.append(member)
            if member.kind is Kind.FILE:
                contents.files.add(member, tar.read)
    except Damage as damage:
        if not damage.member and contents.members:
            damage.member = contents.members[-1].name
        contents.damage = damage
        if damage.flaw is Flaw.UNFINISHED:
            contents.packed_bytes = gzip.packed
    else:
        contents.packed_bytes = gzip.packed
    return contents


def inspect_plan(plan: Plan, name: str, form: Form = Form.DIRECTORY) -> Contents:
    """Return what an artifact of ``plan`` holds.

    Args:
        plan: What goes into it.
        name: What it is called in findings.
        form: How it is stored. Default: as a directory.

    Raises:
        OSError: A file cannot be read.
    """
    contents = Contents(name=name, form=form)
    for item in plan.items:
        if form is Form.PREFIX and item.member.kind is Kind.DIRECTORY:
            continue  # S3 has none, and what stands for one is not uploaded
        contents.members.append(item.member)
        if item.member.kind is Kind.FILE:
            with item.path.open("rb") as file:
                contents.files.add(item.member, file.read)
    return contents


def inspect_path(path: Path) -> Contents:
    """Return what an archive or a model directory holds.

    Raises:
        InvalidProps: There is nothing at ``path``.
        OSError: It cannot be read.
    """
    if path.is_dir():
        return inspect_plan(list_directory(path), str(path))
    if not path.is_file():
        raise InvalidProps(
            f"model artifact {str(path)!r} "
            + ("is not a file" if path.exists() else "does not exist"),
            fix="pass a model.tar.gz or the directory that holds the model files",
            source=SOURCE,
        )
    with path.open("rb", buffering=0) as file:
        return inspect_archive(file, str(path))
