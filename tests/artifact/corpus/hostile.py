"""Archives that are hostile, or broken on their way."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable

from tests.artifact.corpus.build import Case, entry, patched, tar, targz

GOOD = targz({"model.bin": b"weights" * 100, "code/util.txt": "x"})


def _zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as opened:
        opened.writestr("model.bin", b"weights")
    return target.getvalue()


def _huge_pax() -> bytes:
    header = tarfile.TarInfo("././@PaxHeader")
    header.type = b"x"
    header.size = 10**12
    return gzip.compress(tar({"a": b"x"})[:1024] + header.tobuf(tarfile.GNU_FORMAT) + bytes(1024))


def _pax_chain() -> bytes:
    chain = b""
    for number in range(50):
        header = tarfile.TarInfo("x")
        header.type = b"x"
        record = b"12 a=%06d\n" % number
        header.size = len(record)
        chain += header.tobuf(tarfile.USTAR_FORMAT) + record.ljust(512, b"\0")
    return gzip.compress(tar({"a": b"x"})[:1024] + chain + tar({"b": b"x"}))


def _malformed_pax() -> bytes:
    header = tarfile.TarInfo("x")
    header.type = b"x"
    header.size = 10
    return gzip.compress(
        tar({"a": b"x"})[:1024]
        + header.tobuf(tarfile.USTAR_FORMAT)
        + b"99 path=b\n".ljust(512, b"\0")
        + tar({"b": b"x"})
    )


def _global_path() -> bytes:
    header = tarfile.TarInfo("x")
    header.type = b"g"
    record = b"18 path=elsewhere\n"
    header.size = len(record)
    return gzip.compress(
        header.tobuf(tarfile.USTAR_FORMAT) + record.ljust(512, b"\0") + tar({"b": b"x"})
    )


def _sparse_of_pax() -> bytes:
    info = tarfile.TarInfo("weights.bin")
    info.size = 4
    info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.realsize": "1000000000000"}
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as opened:
        opened.addfile(info, io.BytesIO(b"0\n\0\0"))
    return gzip.compress(target.getvalue())


def _long_names() -> bytes:
    folders = "/".join(["n" * 250] * 4)
    return targz({f"{folders}/{number}": b"" for number in range(400)})


def _put(at: int, value: bytes) -> Callable[[bytearray], None]:
    def change(header: bytearray) -> None:
        header[at : at + len(value)] = value

    return change


def _flipped(data: bytes, at: int) -> bytes:
    changed = bytearray(data)
    changed[at] ^= 0xFF
    return bytes(changed)


HOSTILE = [
    # what is no archive
    Case("SMH0701", "empty file", b""),
    Case("SMH0701", "zip renamed", _zip),
    Case("SMH0701", "tar without gzip", tar({"model.bin": b"x"})),
    Case("SMH0701", "bare pickle", b"\x80\x04K\x01."),
    Case(
        "SMH0701",
        "error page of S3",
        b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>",
    ),
    Case("SMH0701", "gzip of no tar", gzip.compress(b"model" * 300)),
    Case("SMH0701", "gzip of nothing", gzip.compress(b"")),
    Case("SMH0702", "another ending", GOOD, called="model.tgz"),
    # what broke on its way
    Case("SMH0703", "cut off", GOOD[:-30], places=("code/util.txt",)),
    Case("SMH0703", "cut in the header", GOOD[:6]),
    Case("SMH0703", "checksum", _flipped(GOOD, -6)),
    Case("SMH0703", "length", _flipped(GOOD, -2)),
    Case("SMH0703", "something behind gzip", GOOD + b"#!/bin/sh", places=("code/util.txt",)),
    Case(
        "SMH0703",
        "archive behind the end mark",
        gzip.compress(gzip.decompress(GOOD) + tar({"x": b"y"})),
        places=("code/util.txt",),
    ),
    Case(
        "SMH0703",
        "tar cut inside a member",
        gzip.compress(gzip.decompress(GOOD)[:700]),
        places=("model.bin",),
    ),
    Case("SMH0704", "no end mark", gzip.compress(tar({"a": b"x"})[:1024])),
    # headers that lie
    Case(
        "SMH0705",
        "negative size",
        patched(GOOD, "code/util.txt", _put(124, b"\xff" * 12)),
        places=("model.bin",),
    ),
    Case(
        "SMH0705",
        "size in letters",
        patched(GOOD, "code/util.txt", _put(124, b"many\0")),
        places=("model.bin",),
    ),
    Case(
        "SMH0705",
        "size of exabytes",
        patched(GOOD, "code/util.txt", _put(124, b"\x80" + b"\x7f" * 11)),
        places=("model.bin",),
    ),
    Case(
        "SMH0705",
        "directory with data",
        patched(GOOD, "code/util.txt", _put(156, b"5")),
        places=("model.bin",),
    ),
    Case(
        "SMH0705",
        "link with data",
        patched(GOOD, "code/util.txt", _put(156, b"1")),
        places=("model.bin",),
    ),
    Case(
        "SMH0705",
        "no name",
        patched(GOOD, "code/util.txt", _put(0, bytes(100))),
        places=("model.bin",),
    ),
    Case("SMH0705", "malformed extended header", _malformed_pax, places=("a",)),
    Case("SMH0705", "one name for all", _global_path),
    Case("SMH0706", "extended header of a terabyte", _huge_pax, places=("a",)),
    Case("SMH0706", "chain of extended headers", _pax_chain, places=("a",)),
    # what costs too much
    Case(
        "SMH0707", "bomb", lambda: targz({"weights.bin": bytes(8 * 2**20)}), places=("weights.bin",)
    ),
    Case(
        "SMH0708",
        "many members",
        lambda: targz({f"f{number}": b"" for number in range(600)}),
        places=("f499",),
    ),
    Case("SMH0708", "long names", _long_names, places=("/".join(["n" * 250] * 4)[:200],)),
    # names that lead elsewhere, or nowhere
    Case("SMH0709", "absolute", targz({"/etc/cron.d/x": b"x"}), places=("/etc/cron.d/x",)),
    Case("SMH0709", "climbing", targz({"../../etc/passwd": b"x"}), places=("../../etc/passwd",)),
    Case("SMH0709", "climbing inside", targz({"code/../../x": b"x"}), places=("code/../../x",)),
    Case(
        "SMH0710",
        "link inside",
        targz({"a": b"x", "b": entry(tarfile.SYMTYPE, "a")}),
        places=("b",),
    ),
    Case(
        "SMH0710",
        "hard link inside",
        targz({"a": b"x", "b": entry(tarfile.LNKTYPE, "a")}),
        places=("b",),
    ),
    Case(
        "SMH0711",
        "link to /etc",
        targz({"a": entry(tarfile.SYMTYPE, "/etc"), "m": b"x"}),
        places=("a",),
    ),
    Case(
        "SMH0711",
        "link upwards",
        targz({"code/a": entry(tarfile.SYMTYPE, "../../x"), "m": b"x"}),
        places=("code/a",),
    ),
    Case(
        "SMH0711",
        "hard link upwards",
        targz({"a": entry(tarfile.LNKTYPE, "../x"), "m": b"x"}),
        places=("a",),
    ),
    Case("SMH0712", "device", targz({"sda": entry(tarfile.BLKTYPE), "m": b"x"}), places=("sda",)),
    Case(
        "SMH0712",
        "character device",
        targz({"mem": entry(tarfile.CHRTYPE), "m": b"x"}),
        places=("mem",),
    ),
    Case(
        "SMH0712",
        "named pipe",
        targz({"pipe": entry(tarfile.FIFOTYPE), "m": b"x"}),
        places=("pipe",),
    ),
    Case("SMH0712", "type of nobody", targz({"odd": entry(b"Z"), "m": b"x"}), places=("odd",)),
    Case("SMH0713", "sparse in pax", _sparse_of_pax, places=("weights.bin",)),
    Case(
        "SMH0713",
        "sparse of GNU",
        patched(GOOD, "code/util.txt", _put(156, b"S")),
        places=("code/util.txt",),
    ),
    Case(
        "SMH0714",
        "one name twice",
        gzip.compress(tar({"a": b"x"})[:1024] + tar({"a": b"y"})),
        places=("a",),
    ),
    Case("SMH0714", "one file, two spellings", targz({"a": b"x", "./a": b"y"}), places=("./a",)),
    Case("SMH0714", "file and directory", targz({"a": b"x", "a/b": b"y"}), places=("a",)),
    Case("SMH0715", "control character", targz({"a\nb": b"x"}), places=("a\\x0ab",)),
    Case(
        "SMH0715",
        "not UTF-8",
        targz({"caf\udce9": b"x"}, form=tarfile.GNU_FORMAT),
        places=("caf\\udce9",),
    ),
    Case("SMH0715", "name of 300 bytes", targz({"n" * 300: b"x"}), places=("n" * 200,)),
    Case("SMH0715", "path of 5000 bytes", targz({"n/" * 2500 + "x": b"x"}), places=("n/" * 100,)),
    Case(
        "SMH0715",
        "packed on Windows",
        targz({"code\\inference.py": b"x = 1"}),
        places=("code\\inference.py",),
    ),
    Case("SMH0716", "unreadable", targz({"a": b"x"}, mode=0o000), places=("a",)),
    Case("SMH0716", "set-user-ID", targz({"a": b"x"}, mode=0o4755), places=("a",)),
    Case(
        "SMH0716",
        "closed directory",
        targz({"d": entry(tarfile.DIRTYPE, mode=0o600), "d/a": b"x"}),
        places=("d",),
    ),
    Case(
        "SMH0717",
        "version control",
        targz({".git/HEAD": b"x", ".git/config": b"y", "m": b"x"}),
        places=(".git",),
    ),
    Case(
        "SMH0717",
        "byte code",
        targz({"code/__pycache__/a.pyc": b"x", "m": b"x"}),
        places=("code/__pycache__",),
    ),
    Case(
        "SMH0717",
        "litter of macOS",
        targz({"._model.bin": b"x", "m": b"x"}),
        places=("._model.bin",),
    ),
    Case(
        "SMH0717",
        "what training resumes from",
        targz({"checkpoint-500/optimizer.pt": b"x", "optimizer.pt": b"x", "m": b"x"}),
        places=("checkpoint-500", "optimizer.pt"),
    ),
    Case(
        "SMH0717",
        "archive in the archive",
        targz({"old/model.tar.gz": b"x", "m": b"x"}),
        places=("old/model.tar.gz",),
    ),
    Case("SMH0718", "no files", targz({"code": entry(tarfile.DIRTYPE, mode=0o755)})),
]

HARMLESS = [
    Case(rule, "ordinary", GOOD)
    for rule in ("SMH0701", "SMH0702", "SMH0703", "SMH0704", "SMH0705", "SMH0706", "SMH0707")
] + [
    Case(
        "SMH0703",
        "several gzip parts",
        gzip.compress(tar({"a": b"x"})[:1024]) + gzip.compress(tar({"b": b"y"})),
    ),
    Case("SMH0703", "padding behind gzip", GOOD + bytes(512)),
    Case(
        "SMH0705", "attributes", targz({"ä" * 80: b"x"}, pax_headers={"SCHILY.xattr.user.x": "1"})
    ),
    Case("SMH0706", "a long name", targz({"d/" * 300 + "x": b"x"})),
    Case("SMH0707", "text that compresses", targz({"vocab.txt": "word\n" * 20_000})),
    Case("SMH0708", "a few hundred members", targz({f"f{number}": b"" for number in range(400)})),
    Case("SMH0709", "dots in names", targz({"a..b": b"x", "./..c/d": b"y", "...": b"z"})),
    Case("SMH0710", "files alone", GOOD),
    Case("SMH0711", "link inside", targz({"a/b": entry(tarfile.SYMTYPE, "../m"), "m": b"x"})),
    Case("SMH0712", "files alone", GOOD),
    Case("SMH0713", "files alone", GOOD),
    Case(
        "SMH0714",
        "a directory twice",
        targz(
            {
                "d": entry(tarfile.DIRTYPE, mode=0o755),
                "./d": entry(tarfile.DIRTYPE, mode=0o755),
                "d/a": b"x",
            }
        ),
    ),
    Case("SMH0715", "foreign names", targz({"模型 1.bin": b"x", "n" * 255: b"y"})),
    Case("SMH0716", "ordinary modes", targz({"a": b"x"}, mode=0o755)),
    Case(
        "SMH0717",
        "what a model needs",
        targz({"checkpoint.pt": b"x", ".hidden": b"y", "cache.bin": b"z"}),
    ),
    Case("SMH0718", "one file", targz({"a": b""})),
]
