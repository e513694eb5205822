"""Packing model.tar.gz: the same bytes everywhere, all or nothing."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import random
import socket
import tarfile
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sagemaker_hosting.artifact import pack
from sagemaker_hosting.artifact.pack import LITTER, check_archive, pack_directory
from sagemaker_hosting.core.errors import InvalidProps

NAMES = st.text(
    st.characters(exclude_characters="/\x00", exclude_categories=["Cs", "Cc"]),
    min_size=1,
    max_size=20,
).filter(lambda name: name not in {".", "..", *LITTER})
FILES = st.dictionaries(NAMES, st.binary(max_size=200), min_size=1, max_size=8)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    made = tmp_path / "model"
    (made / "code").mkdir(parents=True)
    (made / "model.joblib").write_bytes(b"weights")
    (made / "code" / "inference.py").write_text("def model_fn(path): ...\n")
    return made


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "model.tar.gz"


def members(archive: Path) -> dict[str, tarfile.TarInfo]:
    with tarfile.open(archive, "r:gz") as tar:
        return {member.name: member for member in tar}


def write(directory: Path, files: dict[str, bytes], *, order: random.Random) -> None:
    names = sorted(files)
    order.shuffle(names)
    for name in names:
        path = directory / name
        path.write_bytes(files[name])
        os.utime(path, (order.randrange(10**9), order.randrange(10**9)))


@given(FILES, st.randoms(use_true_random=False))
def test_bytes_depend_on_contents_alone(files: dict[str, bytes], order: random.Random) -> None:
    archives = []
    for umask in (0o022, 0o077):
        before = os.umask(umask)
        try:
            with tempfile.TemporaryDirectory() as scratch:
                directory = Path(scratch, "model")
                directory.mkdir()
                write(directory, files, order=order)
                archive = Path(scratch, "model.tar.gz")
                digest = pack_directory(directory, archive)
                archives.append((digest, archive.read_bytes()))
        finally:
            os.umask(before)
    assert archives[0] == archives[1]


@given(FILES, st.randoms(use_true_random=False))
def test_what_is_packed_can_be_unpacked(files: dict[str, bytes], order: random.Random) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        directory = Path(scratch, "model")
        directory.mkdir()
        write(directory, files, order=order)
        archive = Path(scratch, "model.tar.gz")
        pack_directory(directory, archive)
        with tarfile.open(archive, "r:gz") as tar:
            unpacked = {
                member.name: content.read()
                for member in tar
                if (content := tar.extractfile(member)) is not None
            }
    assert unpacked == files


def test_the_digest_is_of_the_tar_stream(directory: Path, archive: Path) -> None:
    digest = pack_directory(directory, archive)
    assert digest == hashlib.sha256(gzip.decompress(archive.read_bytes())).hexdigest()


def test_a_changed_byte_changes_the_digest(directory: Path, archive: Path) -> None:
    before = pack_directory(directory, archive)
    (directory / "model.joblib").write_bytes(b"Weights")
    assert pack_directory(directory, archive) != before


def test_a_renamed_file_changes_the_digest(directory: Path, archive: Path) -> None:
    before = pack_directory(directory, archive)
    (directory / "model.joblib").rename(directory / "model.bin")
    assert pack_directory(directory, archive) != before


def test_contents_stand_at_the_root(directory: Path, archive: Path) -> None:
    pack_directory(directory, archive)
    assert list(members(archive)) == ["code", "code/inference.py", "model.joblib"]


def test_members_carry_no_trace_of_the_machine(directory: Path, archive: Path) -> None:
    pack_directory(directory, archive)
    traces = {
        (member.uid, member.gid, member.uname, member.gname, member.mtime)
        for member in members(archive).values()
    }
    assert traces == {(0, 0, "", "", 0)}


def test_the_gzip_header_carries_neither_name_nor_time(directory: Path, archive: Path) -> None:
    pack_directory(directory, archive)
    header = archive.read_bytes()[:10]
    assert (header[3], header[4:8]) == (0, b"\0\0\0\0")


@pytest.mark.parametrize(
    ("mode", "packed"), [(0o600, 0o644), (0o666, 0o644), (0o700, 0o755), (0o777, 0o755)]
)
def test_modes_are_reduced_to_two(directory: Path, archive: Path, mode: int, packed: int) -> None:
    (directory / "model.joblib").chmod(mode)
    pack_directory(directory, archive)
    assert members(archive)["model.joblib"].mode == packed


@pytest.mark.parametrize("name", sorted(LITTER))
def test_litter_is_left_out(directory: Path, archive: Path, name: str) -> None:
    (directory / name).mkdir()
    (directory / name / "file").write_text("x")
    (directory / "code" / name).write_text("x")
    pack_directory(directory, archive)
    assert list(members(archive)) == ["code", "code/inference.py", "model.joblib"]


def test_an_empty_file_is_packed(tmp_path: Path, archive: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "empty").touch()
    pack_directory(tmp_path / "model", archive)
    assert members(archive)["empty"].size == 0


def test_a_long_and_foreign_name_survives(directory: Path, archive: Path) -> None:
    deep = directory / ("ä" * 60) / ("b" * 120)
    deep.mkdir(parents=True)
    (deep / "模型.bin").write_bytes(b"x")
    pack_directory(directory, archive)
    assert f"{'ä' * 60}/{'b' * 120}/模型.bin" in members(archive)


def test_an_older_archive_is_replaced(directory: Path, archive: Path) -> None:
    archive.write_bytes(b"old")
    pack_directory(directory, archive)
    check_archive(archive)


def _link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def _broken_link(path: Path) -> None:
    path.symlink_to("nowhere")


def _directory_link(path: Path) -> None:
    path.symlink_to(path.parent)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


@pytest.mark.parametrize("hostile", [_link, _broken_link, _directory_link, os.mkfifo, _socket])
@pytest.mark.parametrize("where", ["", "code"])
def test_refuses_what_an_artifact_cannot_carry(
    directory: Path, archive: Path, hostile: object, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(directory / where)  # a socket's path is short
    hostile(Path("hostile") if hostile is _socket else directory / where / "hostile")
    with pytest.raises(InvalidProps, match="hostile") as caught:
        pack_directory(directory, archive)
    assert (
        caught.value.fix
        == "replace it by a copy of the file; SageMaker refuses artifacts with links"
    )


def test_refuses_an_empty_directory(tmp_path: Path, archive: Path) -> None:
    (tmp_path / "model" / "empty").mkdir(parents=True)
    with pytest.raises(InvalidProps, match="holds no files"):
        pack_directory(tmp_path / "model", archive)


def test_refuses_a_directory_of_litter_alone(tmp_path: Path, archive: Path) -> None:
    (tmp_path / "model" / "__pycache__").mkdir(parents=True)
    (tmp_path / "model" / "__pycache__" / "x.pyc").touch()
    with pytest.raises(InvalidProps, match="holds no files"):
        pack_directory(tmp_path / "model", archive)


@pytest.mark.parametrize("existing", [None, b"old"])
def test_a_failure_half_way_leaves_things_as_they_were(
    directory: Path, archive: Path, existing: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if existing is not None:
        archive.write_bytes(existing)
    done = []

    def fail_at_the_second(tar: tarfile.TarFile, path: Path, name: str) -> None:
        if done:
            raise OSError("disk full")
        done.append(name)

    monkeypatch.setattr(pack, "_add", fail_at_the_second)
    with pytest.raises(OSError, match="disk full"):
        pack_directory(directory, archive)
    left = {path.name: path.read_bytes() for path in archive.parent.iterdir() if path.is_file()}
    assert left == ({} if existing is None else {"model.tar.gz": existing})


def test_a_file_that_shrinks_while_it_is_packed_leaves_no_archive(
    directory: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Path.open

    def truncated(path: Path, *arguments: str, **keywords: object) -> object:
        if path.name == "model.joblib":
            return io.BytesIO(b"w")
        return original(path, *arguments, **keywords)

    monkeypatch.setattr(Path, "open", truncated)
    with pytest.raises(OSError, match="unexpected end of data"):
        pack_directory(directory, archive)
    assert not list(archive.parent.glob("model.tar*"))


@pytest.fixture
def good(directory: Path, archive: Path) -> Path:
    pack_directory(directory, archive)
    return archive


def test_accepts_a_packed_archive(good: Path) -> None:
    check_archive(good)


def test_refuses_a_missing_archive(tmp_path: Path) -> None:
    with pytest.raises(InvalidProps, match="does not exist"):
        check_archive(tmp_path / "model.tar.gz")


def test_refuses_a_directory_as_archive(tmp_path: Path) -> None:
    (tmp_path / "model.tar.gz").mkdir()
    with pytest.raises(InvalidProps, match="is not a file"):
        check_archive(tmp_path / "model.tar.gz")


def test_refuses_another_ending(good: Path) -> None:
    renamed = good.rename(good.with_name("model.tgz"))
    with pytest.raises(InvalidProps, match=r"does not end in \.tar\.gz"):
        check_archive(renamed)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"PK\x03\x04" + b"\0" * 600, id="zip"),
        pytest.param(gzip.compress(b"no tar" * 200), id="gzip of something else"),
        pytest.param(gzip.compress(b"x" * 5000)[:40], id="truncated gzip"),
        pytest.param(b"\x1f\x8b\x08" + b"\xff" * 600, id="broken gzip"),
        pytest.param(gzip.compress(b"\0" * 10240), id="empty tar"),
    ],
)
def test_refuses_what_only_looks_like_an_archive(tmp_path: Path, content: bytes) -> None:
    archive = tmp_path / "model.tar.gz"
    archive.write_bytes(content)
    with pytest.raises(InvalidProps, match=r"is not a gzip-compressed tar archive|is empty"):
        check_archive(archive)


def test_refuses_an_uncompressed_tar(directory: Path, tmp_path: Path) -> None:
    archive = tmp_path / "model.tar.gz"
    with tarfile.open(archive, "w") as tar:
        tar.add(directory, arcname=".")
    with pytest.raises(InvalidProps, match="is not a gzip-compressed tar archive"):
        check_archive(archive)


def test_every_refusal_names_its_source(tmp_path: Path) -> None:
    with pytest.raises(InvalidProps) as caught:
        check_archive(tmp_path / "model.tar.gz")
    assert caught.value.source == pack.SOURCE
