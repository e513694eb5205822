"""Building archives for the tests, ordinary and broken ones."""

from __future__ import annotations

import gzip
import io
import json
import pickle
import struct
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sagemaker_hosting.artifact.contents import Contents, Form
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.inspect import inspect_archive
from sagemaker_hosting.artifact.read.bounds import Bounds
from sagemaker_hosting.artifact.read.member import Kind, Member

Files = Mapping[str, "str | bytes | tarfile.TarInfo"]
"""Names and contents; a ``TarInfo`` stands for a member without content."""

SCRIPT = """\
import os

import joblib


def model_fn(model_dir):
    return joblib.load(os.path.join(model_dir, "model.joblib"))
"""
TORCH_SCRIPT = "def model_fn(model_dir):\n    import torch\n    return torch.jit.load(model_dir)\n"
BOUNDS = Bounds(members=500, ratio_floor=2**20, name_bytes=2**18)
"""As the bounds of the library, for archives that a test can build in a moment."""


@dataclass(frozen=True)
class Case:
    """An artifact, and what is said of it.

    Attributes:
        rule: The rule that it is about.
        name: What is wrong, in a word or two.
        archive: The bytes, or what makes them.
        declared: What it is for.
        places: Where the rule reports: members, with ``:LINE`` where a line is known.
        called: The name of the archive.
        held: What it holds, where an archive would be too large to build. Default: what is read.
    """

    rule: str
    name: str
    archive: bytes | Callable[[], bytes]
    declared: Declaration = field(default_factory=Declaration)
    places: tuple[str, ...] = ("",)
    called: str = "model.tar.gz"
    held: Contents | None = None

    def contents(self) -> Contents:
        """Read the archive, as the check does."""
        if self.held is not None:
            return self.held
        raw = self.archive if isinstance(self.archive, bytes) else self.archive()
        return inspect_archive(io.BytesIO(raw), self.called, bounds=BOUNDS)


def tar(files: Files, *, form: int = tarfile.PAX_FORMAT, **attributes: Any) -> bytes:
    """Return a tar archive of ``files``, without compression."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=form) as opened:
        for name, content in files.items():
            if isinstance(content, tarfile.TarInfo):
                content.name = name
                opened.addfile(content)
                continue
            raw = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.size = len(raw)
            for attribute, value in attributes.items():
                setattr(info, attribute, value)
            opened.addfile(info, io.BytesIO(raw))
    return target.getvalue()


def targz(files: Files, **attributes: Any) -> bytes:
    """Return a ``.tar.gz`` of ``files``."""
    return gzip.compress(tar(files, **attributes), compresslevel=1)


def entry(flag: bytes, target: str = "", *, size: int = 0, mode: int = 0o644) -> tarfile.TarInfo:
    """Return a member of some other type than a file."""
    info = tarfile.TarInfo()
    info.type = flag
    info.linkname = target
    info.size = size
    info.mode = mode
    return info


def patched(data: bytes, member: str, change: Callable[[bytearray], None]) -> bytes:
    """Return an archive in which the header of ``member`` was changed and sealed again."""
    raw = bytearray(gzip.decompress(data))
    at = raw.index(member.encode().ljust(100, b"\0"))
    header = raw[at : at + 512]
    change(header)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    raw[at : at + 512] = header
    return gzip.compress(bytes(raw), compresslevel=1)


def torch_zip(*, script: bool, weights: int = 1000, data: bytes | None = None) -> bytes:
    """Return a file as ``torch.save`` or ``torch.jit.save`` writes it."""
    data = pickle.dumps({"weight": 1}, protocol=2) if data is None else data
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as opened:
        opened.writestr("archive/data.pkl", data)
        if script:
            opened.writestr("archive/code/__torch__.py", "class Model(Module): ...\n")
            opened.writestr("archive/constants.pkl", pickle.dumps((), protocol=2))
        opened.writestr("archive/data/0", bytes(weights))
        opened.writestr("archive/version", "3\n")
    return target.getvalue()


def safetensors(size: int = 16, *, cut: int = 0) -> bytes:
    """Return a file of one tensor, less the last ``cut`` bytes."""
    header = json.dumps({"w": {"dtype": "F32", "shape": [size // 4], "data_offsets": [0, size]}})
    whole = struct.pack("<Q", len(header)) + header.encode() + bytes(size)
    return whole[: len(whole) - cut]


def elf(machine: int) -> bytes:
    """Return the beginning of a shared library for a processor."""
    return b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HH", 3, machine) + bytes(40)


class Runs:
    """Pickles as a call."""

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self._call = (function, arguments)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self._call


def large(gigabytes: float, form: Form = Form.ARCHIVE) -> Contents:
    """Return what an artifact of one large file holds."""
    member = Member(name="weights.bin", kind=Kind.FILE, size=int(gigabytes * 10**9))
    return Contents(name="model.tar.gz", form=form, members=[member])
