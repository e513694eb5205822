"""The strict reader of gzip and tar."""

from __future__ import annotations

import contextlib
import gzip
import io
import tarfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sagemaker_hosting.artifact.read.bounds import Bounds
from sagemaker_hosting.artifact.read.damage import Damage, Flaw
from sagemaker_hosting.artifact.read.gzipped import GzipStream
from sagemaker_hosting.artifact.read.member import Kind, Member
from sagemaker_hosting.artifact.read.tarred import TarStream

BOUNDS = Bounds()


class Pieces:
    """A tar stream that comes in pieces of a size."""

    def __init__(self, data: bytes, size: int) -> None:
        self._file = io.BytesIO(data)
        self._size = size

    def read(self) -> bytes:
        return self._file.read(self._size)


def read_all(data: bytes, size: int = 700, bounds: Bounds = BOUNDS) -> list[tuple[Member, bytes]]:
    tar = TarStream(Pieces(data, size), bounds)
    found = []
    for member in tar:
        content = b""
        while more := tar.read(97):
            content += more
        found.append((member, content))
    return found


def tar_of(*files: tuple[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=form) as tar:
        for name, content in files:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return target.getvalue()


LONG = "d/" * 60 + "n" * 100


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("size", [1, 511, 512, 513, 100_000])
def test_reads_every_form_in_any_pieces(form: int, size: int) -> None:
    files = [("a", b"x" * 1000), (LONG, b""), ("dir/empty", b""), ("b", b"y" * 512)]
    found = read_all(tar_of(*files, form=form), size)
    assert [(member.name, content) for member, content in found] == files


def test_names_beyond_ascii() -> None:
    files = [("模型.bin", b"1"), ("ä" * 80, b"2")]
    assert [m.name for m, _ in read_all(tar_of(*files))] == [name for name, _ in files]


def test_what_is_not_read_is_skipped() -> None:
    tar = TarStream(Pieces(tar_of(("a", b"x" * 5000), ("b", b"y")), 600), BOUNDS)
    heads = [(member.name, tar.read(3)) for member in tar]
    assert heads == [("a", b"xxx"), ("b", b"y")]


@pytest.mark.parametrize(
    ("flag", "kind"),
    [
        (tarfile.DIRTYPE, Kind.DIRECTORY),
        (tarfile.SYMTYPE, Kind.SYMBOLIC_LINK),
        (tarfile.LNKTYPE, Kind.HARD_LINK),
        (tarfile.CHRTYPE, Kind.DEVICE),
        (tarfile.BLKTYPE, Kind.DEVICE),
        (tarfile.FIFOTYPE, Kind.FIFO),
        (b"Z", Kind.OTHER),
    ],
)
def test_kinds(flag: bytes, kind: Kind) -> None:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as tar:
        info = tarfile.TarInfo("it")
        info.type = flag
        info.linkname = "there" if kind.is_link else ""
        info.mode = 0o4711
        tar.addfile(info)
    [(member, _)] = read_all(target.getvalue())
    target_of_link = "there" if kind.is_link else ""
    assert member == Member(name="it", kind=kind, mode=0o4711, target=target_of_link)
    assert member.path == "it"


names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
contents = st.lists(st.tuples(names, st.binary(max_size=2000)), max_size=6)


@settings(deadline=None)
@given(contents, st.integers(1, 3000), st.sampled_from([tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]))
def test_agrees_with_tarfile(files: list[tuple[str, bytes]], size: int, form: int) -> None:
    data = tar_of(*files, form=form)
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        theirs = [(member.name, (tar.extractfile(member) or io.BytesIO()).read()) for member in tar]
    ours = [(member.name.rstrip("/"), content) for member, content in read_all(data, size)]
    assert ours == [(name.rstrip("/"), content) for name, content in theirs]


@settings(deadline=None, max_examples=300)
@given(contents, st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), min_size=1))
def test_a_changed_byte_is_damage_or_harmless(
    files: list[tuple[str, bytes]], changes: list[tuple[int, int]]
) -> None:
    data = bytearray(tar_of(*files))
    for at, byte in changes:
        data[at % len(data)] = byte
    with contextlib.suppress(Damage):
        read_all(bytes(data))


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=4000), st.sampled_from(["raw", "gzip"]))
def test_noise_is_damage(noise: bytes, form: str) -> None:
    data = gzip.compress(noise) if form == "gzip" else noise
    with pytest.raises(Damage):
        list(TarStream(GzipStream(io.BytesIO(data), BOUNDS), BOUNDS))


def with_header(change: Callable[[bytearray], None], *, sealed: bool = True) -> bytes:
    """Return an archive of two files whose second header was changed."""
    data = bytearray(tar_of(("first", b"x"), ("second", b"y")))
    header = data[1024:1536]
    change(header)
    if sealed:
        header[148:156] = b" " * 8
        header[148:156] = b"%06o\0 " % sum(header)
    data[1024:1536] = header
    return bytes(data)


def put(at: int, value: bytes) -> Callable[[bytearray], None]:
    def change(header: bytearray) -> None:
        header[at : at + len(value)] = value

    return change


@pytest.mark.parametrize(
    ("change", "sealed", "message"),
    [
        (put(0, b"t"), False, "the checksum of a header does not match"),
        (put(124, b"-0000000001"), True, "the size of a member is b'-0000000001'"),
        (put(124, b"99999999999"), True, "the size of a member is"),
        (put(124, b"\xff" * 12), True, "the size of a member is"),
        (put(124, b"\x80" + b"\x7f" * 11), True, "'second' claims"),
        (put(108, b"zzz"), True, "the user of a member is"),
        (put(136, b"8"), True, "the time of a member is"),
        (put(100, b"rwx"), True, "the mode of a member is"),
        (put(0, b"\0"), True, "a member has no name"),
        (put(156, b"5"), True, "'second', a directory, claims 1 bytes of data"),
        (put(156, b"2"), True, "'second', a symbolic link, claims 1 bytes of data"),
    ],
)
def test_a_bad_header(change: Callable[[bytearray], None], sealed: bool, message: str) -> None:
    with pytest.raises(Damage) as caught:
        read_all(with_header(change, sealed=sealed))
    assert caught.value.flaw is Flaw.BAD_HEADER
    assert caught.value.message.startswith(message)
    assert caught.value.message.endswith("after 'first'")


def test_checksums_of_signed_bytes_are_accepted() -> None:
    data = bytearray(tar_of(("\xe4" * 10, b""), form=tarfile.GNU_FORMAT))
    header = data[:512]
    header[148:156] = b" " * 8
    signed = sum(byte - 256 if byte > 127 else byte for byte in header)
    data[148:156] = b"%06o\0 " % signed
    assert read_all(bytes(data))[0][0].name == "\xe4" * 10


@pytest.mark.parametrize("cut", [1, 100, 600])
def test_a_tar_archive_that_is_cut_off(cut: int) -> None:
    data = tar_of(("a", b"x" * 600))[:-cut].rstrip(b"\0")[:-cut]
    with pytest.raises(Damage) as caught:
        read_all(data)
    assert caught.value.flaw is Flaw.TRUNCATED


def test_the_end_mark_is_wanted() -> None:
    with pytest.raises(Damage) as caught:
        read_all(tar_of(("a", b"x"))[:1024])
    assert caught.value.flaw is Flaw.UNFINISHED


def test_nothing_follows_the_end_mark() -> None:
    with pytest.raises(Damage) as caught:
        read_all(tar_of(("a", b"x")) + tar_of(("b", b"y")))
    assert caught.value.flaw is Flaw.TRAILING


def test_too_many_members_are_not_read() -> None:
    with pytest.raises(Damage) as caught:
        read_all(tar_of(*((f"f{n}", b"") for n in range(6))), bounds=Bounds(members=5))
    assert caught.value.flaw is Flaw.TOO_MANY_MEMBERS


def test_a_huge_extended_header_is_not_read() -> None:
    header = tarfile.TarInfo("././@PaxHeader")
    header.type = b"x"
    header.size = 10**12
    data = header.tobuf(tarfile.GNU_FORMAT)
    with pytest.raises(Damage) as caught:
        read_all(data + bytes(2048))
    assert caught.value.flaw is Flaw.HUGE_HEADER


def test_a_chain_of_extended_headers_is_not_followed() -> None:
    chain = b""
    for _ in range(20):
        header = tarfile.TarInfo("x")
        header.type = b"x"
        record = b"12 a=123456\n"
        header.size = len(record)
        chain += header.tobuf(tarfile.USTAR_FORMAT) + record.ljust(512, b"\0")
    with pytest.raises(Damage) as caught:
        read_all(chain + tar_of(("a", b"x")))
    assert caught.value.flaw is Flaw.HUGE_HEADER


def drain(stream: GzipStream) -> bytes:
    data = b""
    while more := stream.read():
        data += more
    return data


def gzip_flaw(data: bytes, bounds: Bounds = BOUNDS) -> tuple[Flaw, str]:
    stream = GzipStream(io.BytesIO(data), bounds)
    with pytest.raises(Damage) as caught:
        drain(stream)
    return caught.value.flaw, caught.value.message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04" + bytes(600), "is a zip archive"),
        (b"BZh91AY&SY", "compressed with bzip2"),
        (b"\xfd7zXZ\0", "compressed with xz"),
        (b"\x28\xb5\x2f\xfd", "compressed with zstd"),
        (b"\x80\x04\x95", "is a pickle"),
        (b"version https://git-lfs.github.com/spec/v1\n", "pointer of Git LFS"),
        (b"<?xml version='1.0'?><Error>", "XML document"),
        (tar_of(("a", b"x")), "is a tar archive that is not compressed"),
        (b"whatever", "begin as gzip does, but with 77 68 61 74"),
    ],
)
def test_names_what_is_not_gzip(data: bytes, words: str) -> None:
    flaw, message = gzip_flaw(data)
    assert flaw is Flaw.NOT_GZIP
    assert words in message


def test_gzip_cut_off_damaged_and_followed() -> None:
    whole = gzip.compress(bytes(range(256)) * 1000)
    assert gzip_flaw(whole[:-20])[0] is Flaw.TRUNCATED
    assert gzip_flaw(whole[:5])[0] is Flaw.TRUNCATED
    assert gzip_flaw(whole + b"more")[0] is Flaw.TRAILING
    assert gzip_flaw(whole + bytes(100) + b"more")[0] is Flaw.TRAILING
    broken = bytearray(whole)
    broken[-6] ^= 1
    flaw, message = gzip_flaw(bytes(broken))
    assert flaw is Flaw.CORRUPT
    assert message == "the gzip data is damaged: its checksum does not match"


def test_several_gzip_parts_are_one_file() -> None:
    parts = gzip.compress(b"one") + gzip.compress(b"") + gzip.compress(b"two") + bytes(512)
    stream = GzipStream(io.BytesIO(parts), BOUNDS)
    assert drain(stream) == b"onetwo"
    assert stream.packed == len(parts)
    assert stream.unpacked == 6


@settings(deadline=None)
@given(st.binary(max_size=20_000), st.integers(0, 9))
def test_unpacks_what_gzip_packed(data: bytes, level: int) -> None:
    stream = GzipStream(io.BytesIO(gzip.compress(data, level)), BOUNDS)
    assert drain(stream) == data


def test_a_bomb_is_not_unpacked_to_its_end() -> None:
    bomb = gzip.compress(bytes(20_000_000))
    bounds = Bounds(ratio_floor=1_000_000)
    stream = GzipStream(io.BytesIO(bomb), bounds)
    with pytest.raises(Damage) as caught:
        drain(stream)
    assert caught.value.flaw is Flaw.BOMB
    assert stream.unpacked < 8_000_000


def test_a_size_without_bound_is_refused() -> None:
    flaw, _ = gzip_flaw(gzip.compress(bytes(5000)), Bounds(unpacked_bytes=4000))
    assert flaw is Flaw.BOMB
