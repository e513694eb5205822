"""What is read of the files of an artifact, by what they begin with and how they are called."""

from __future__ import annotations

import bz2
import contextlib
import json
import lzma
import posixpath
import re
import zlib
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from sagemaker_hosting.artifact.read.member import Member
from sagemaker_hosting.artifact.read.pickle_values import PickleFacts
from sagemaker_hosting.artifact.read.pickles import read_pickle
from sagemaker_hosting.artifact.read.source import Read, read_up_to
from sagemaker_hosting.artifact.read.zips import ZipFacts, read_zip

HEAD: Final = 512

_PICKLES: Final = (".pkl", ".pickle", ".joblib", ".sav", ".pt", ".pth", ".ckpt", ".p")
_TEXTS: Final = re.compile(
    r"(?:.*/)?(?:[^/]+\.py|requirements[^/]*\.txt|config\.pbtxt|serving\.properties"
    r"|model[-_]config\.ya?ml|config\.json|MANIFEST\.json)"
)
_LONGEST_TEXT: Final = 256 * 1024
_MOST_TEXT: Final = 8 * 1024**2
_LONGEST_TENSOR_HEADER: Final = 8 * 1024**2
_MACHINES: Final = {0x3E: "x86_64", 0xB7: "arm64", 0x03: "i386", 0x28: "arm"}


@dataclass(slots=True)
class Files:
    """What has been read of the files of an artifact, by their paths.

    Attributes:
        texts: The whole content of scripts, requirements and configuration files.
        long_texts: Such files that are too long to be read.
        pickles: What pickles would do, those in PyTorch's own files included.
        zips: What zip files hold.
        machines: What native libraries are built for: ``x86_64``, ``arm64``.
        pointers: Files that are but a pointer of Git LFS.
        tensors: What is wrong with safetensors files; empty when nothing is.
        empty: Files of no bytes.
    """

    texts: dict[str, bytes] = field(default_factory=dict)
    long_texts: set[str] = field(default_factory=set)
    pickles: dict[str, PickleFacts] = field(default_factory=dict)
    zips: dict[str, ZipFacts] = field(default_factory=dict)
    machines: dict[str, str] = field(default_factory=dict)
    pointers: set[str] = field(default_factory=set)
    tensors: dict[str, str] = field(default_factory=dict)
    empty: set[str] = field(default_factory=set)
    _text_bytes: int = 0

    def add(self, member: Member, read: Read) -> None:
        """Read of a file what the rules want to know.

        Args:
            member: The file.
            read: Gives its content forward.
        """
        path = member.path
        if member.size == 0:
            self.empty.add(path)
        if _TEXTS.fullmatch(path):
            self._add_text(path, member.size, read)
            return
        head = read_up_to(read, HEAD)
        rest = _after(head, read)
        suffix = posixpath.splitext(path)[1].lower()
        if head.startswith(b"version https://git-lfs."):
            self.pointers.add(path)
        elif head.startswith(b"PK\x03\x04"):
            self.zips[path] = found = read_zip(rest, member.size)
            for name, pickle in found.pickles.items():
                self.pickles[f"{path}/{name}"] = pickle
        elif head.startswith(b"\x7fELF") and len(head) >= 20:
            order: Literal["little", "big"] = "little" if head[5] == 1 else "big"
            machine = int.from_bytes(head[18:20], order)
            self.machines[path] = _MACHINES.get(machine, f"machine {machine}")
        elif suffix == ".safetensors":
            self.tensors[path] = _tensor_flaw(member.size, rest)
        elif head.startswith(b"\x93NUMPY"):
            self._add_array(path, rest)
        elif suffix in _PICKLES or re.match(rb"\x80[\x02-\x05]", head):
            self.pickles[path] = read_pickle(_unpacked(head, rest))

    def _add_text(self, path: str, size: int, read: Read) -> None:
        if size > _LONGEST_TEXT or self._text_bytes + size > _MOST_TEXT:
            self.long_texts.add(path)
        else:
            self.texts[path] = text = read_up_to(read, _LONGEST_TEXT)
            self._text_bytes += len(text)

    def _add_array(self, path: str, read: Read) -> None:
        start = read_up_to(read, 10)
        length = int.from_bytes(start[8:10], "little")
        if start[6:7] != b"\x01":
            length += int.from_bytes(read_up_to(read, 2), "little") << 16
        header = read_up_to(read, min(length, 64 * 1024))
        # An array of objects is a pickle behind the header.
        if re.search(rb"'descr':\s*(?:'\|?O|\[.*'\|?O)", header):
            self.pickles[path] = read_pickle(read)


def _after(head: bytes, read: Read) -> Read:
    """Return what reads ``head`` first."""
    held = head

    def reading(size: int) -> bytes:
        nonlocal held
        if held:
            data, held = held[:size], held[size:]
            return data
        return read(size)

    return reading


def _unpacked(head: bytes, read: Read) -> Read:
    """Return what reads a pickle that joblib compressed; any other as it is."""
    opened: Any
    if re.match(rb"\x78[\x01\x5e\x9c\xda]", head):
        opened = zlib.decompressobj()
    elif head.startswith(b"\x1f\x8b\x08"):
        opened = zlib.decompressobj(31)
    elif head.startswith(b"BZh"):
        opened = bz2.BZ2Decompressor()
    elif head.startswith((b"\xfd7zXZ\0", b"\x5d\0\0")):
        opened = lzma.LZMADecompressor()
    else:
        return read

    def reading(size: int) -> bytes:
        data = b""
        while not data and not opened.eof:
            if isinstance(opened, bz2.BZ2Decompressor | lzma.LZMADecompressor):
                fed = read(64 * 1024) if opened.needs_input else b""
                waiting = not opened.needs_input
            else:
                fed = opened.unconsumed_tail or read(64 * 1024)
                waiting = False
            if not fed and not waiting:
                break
            with contextlib.suppress(zlib.error, OSError, lzma.LZMAError, EOFError):
                data = opened.decompress(fed, size)
                continue
            break
        return data

    return reading


def _tensor_flaw(size: int, read: Read) -> str:
    """Return what is wrong with a safetensors file; empty when nothing is."""
    length = int.from_bytes(read_up_to(read, 8), "little")
    if size < 8 or length > size - 8:
        return f"its header claims {length} bytes of {size}"
    if length > _LONGEST_TENSOR_HEADER:
        return ""
    try:
        header = json.loads(read_up_to(read, length))
        ends = [
            entry["data_offsets"][1] for name, entry in header.items() if name != "__metadata__"
        ]
        wanted = 8 + length + max(ends, default=0)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return "its header is not that of safetensors"
    return "" if wanted == size else f"it has {size} bytes where its header speaks of {wanted}"
