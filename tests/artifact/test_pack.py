"""Packing model.tar.gz: the same bytes everywhere, all or nothing."""

from __future__ import annotations

import gzip
import hashlib
import os
import random
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sagemaker_hosting.artifact import output, pack
from sagemaker_hosting.artifact.compressor import BLOCK, is_reference
from sagemaker_hosting.artifact.ignore import Ignore
from sagemaker_hosting.artifact.pack import digest_of, pack_directory
from sagemaker_hosting.artifact.plan import plan_directory
from sagemaker_hosting.core.errors import InvalidProps


def usual(name: str) -> bool:
    return name not in {".", ".."} and not Ignore().ignores(name, directory=False)


NAMES = st.text(
    st.characters(exclude_characters="/\x00", exclude_categories=["Cs", "Cc"]),
    min_size=1,
    max_size=20,
).filter(usual)
GOLDEN_DIGEST = "0910ed5daef9b2e568fcdbc511aa6c22a390b08597ae553581c90cdc9e8566d3"
GOLDEN_SHA256 = "ba648cb257027ebeb7cd726ff139267452d5550d879e55714f60534a7f0f242d"
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
                packed = pack_directory(directory, archive, threads=len(archives) + 1)
                archives.append((packed.digest, packed.sha256, archive.read_bytes()))
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
    digest = pack_directory(directory, archive).digest
    assert digest == hashlib.sha256(gzip.decompress(archive.read_bytes())).hexdigest()


def test_a_changed_byte_changes_the_digest(directory: Path, archive: Path) -> None:
    before = pack_directory(directory, archive).digest
    (directory / "model.joblib").write_bytes(b"Weights")
    assert pack_directory(directory, archive).digest != before


def test_a_renamed_file_changes_the_digest(directory: Path, archive: Path) -> None:
    before = pack_directory(directory, archive).digest
    (directory / "model.joblib").rename(directory / "model.bin")
    assert pack_directory(directory, archive).digest != before


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


@pytest.mark.parametrize("name", [".git", "__pycache__", ".DS_Store", ".ipynb_checkpoints"])
def test_litter_is_left_out(directory: Path, archive: Path, name: str) -> None:
    for place in (directory, directory / "code"):
        (place / name).mkdir()
        (place / name / "file").write_text("x")
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
    assert list(members(archive)) == ["code", "code/inference.py", "model.joblib"]


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
    assert caught.value.fix
    assert not archive.exists()


def test_refuses_an_empty_directory(tmp_path: Path, archive: Path) -> None:
    (tmp_path / "model" / "empty").mkdir(parents=True)
    with pytest.raises(InvalidProps, match="holds no files"):
        pack_directory(tmp_path / "model", archive)


def test_refuses_a_directory_of_litter_alone(tmp_path: Path, archive: Path) -> None:
    (tmp_path / "model" / "__pycache__").mkdir(parents=True)
    (tmp_path / "model" / "__pycache__" / "x.pyc").touch()
    with pytest.raises(InvalidProps, match="holds no files"):
        pack_directory(tmp_path / "model", archive)


class FullDisk(Exception):
    pass


@pytest.mark.parametrize("existing", [None, b"old"])
@pytest.mark.parametrize("nameless", [True, False])
def test_a_failure_half_way_leaves_things_as_they_were(
    directory: Path,
    archive: Path,
    existing: bytes | None,
    nameless: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if existing is not None:
        archive.write_bytes(existing)
    if not nameless:
        monkeypatch.setattr(output, "_nameless", lambda directory: None)

    def fail_at_the_end(done: int, total: int) -> None:
        if done == total:
            raise FullDisk

    with pytest.raises(FullDisk):
        pack_directory(directory, archive, progress=fail_at_the_end)
    left = {path.name: path.read_bytes() for path in archive.parent.iterdir() if path.is_file()}
    assert left == ({} if existing is None else {"model.tar.gz": existing})


@pytest.mark.parametrize("nameless", [True, False])
def test_the_archive_gets_the_usual_mode(
    directory: Path, archive: Path, nameless: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not nameless:
        monkeypatch.setattr(output, "_nameless", lambda directory: None)
    before = os.umask(0o027)
    try:
        pack_directory(directory, archive)
    finally:
        os.umask(before)
    assert archive.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in archive.parent.iterdir() if path.is_file()] == [archive.name]


def test_a_full_disk_leaves_no_archive(directory: Path, tmp_path: Path) -> None:
    """A limit on the file's size fails a write half-way, as a full disk does."""
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from sagemaker_hosting.artifact.pack import pack_directory\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))\n"
        "pack_directory(Path(sys.argv[1]), Path(sys.argv[2]))\n"
    )
    (directory / "weights.bin").write_bytes(random.Random(0).randbytes(8_000_000))
    archive = tmp_path / "out" / "model.tar.gz"
    archive.parent.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", script, directory, archive],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "OSError: [Errno 27]" in done.stderr
    assert list(archive.parent.iterdir()) == []


def test_a_killed_process_leaves_no_archive(directory: Path, tmp_path: Path) -> None:
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from sagemaker_hosting.artifact.pack import pack_directory\n"
        "def kill(done, total):\n"
        "    if done > 2_000_000:\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "pack_directory(Path(sys.argv[1]), Path(sys.argv[2]), progress=kill)\n"
    )
    (directory / "weights.bin").write_bytes(random.Random(0).randbytes(8_000_000))
    archive = tmp_path / "out" / "model.tar.gz"
    archive.parent.mkdir()
    done = subprocess.run([sys.executable, "-c", script, directory, archive], check=False)
    assert done.returncode == -signal.SIGKILL
    assert list(archive.parent.iterdir()) == []


@pytest.mark.parametrize("change", [b"longer than it was", b"w"], ids=["grown", "shrunk"])
def test_a_file_that_changes_while_it_is_packed_is_refused(
    directory: Path, archive: Path, change: bytes
) -> None:
    plan = plan_directory(directory)
    (directory / "model.joblib").write_bytes(change)
    with pytest.raises(InvalidProps, match=r"model\.joblib' changed while it was packed"):
        pack.pack_plan(plan, archive)
    assert not archive.exists()


def test_a_link_is_followed_on_demand(directory: Path, archive: Path, tmp_path: Path) -> None:
    """The cache of Hugging Face is such a tree: names that link to contents beside it."""
    blobs = tmp_path / "blobs"
    blobs.mkdir()
    (blobs / "4f1c").write_bytes(b"shards")
    (directory / "model.safetensors").symlink_to(blobs / "4f1c")
    (directory / "more").symlink_to(blobs)
    pack_directory(directory, archive, symlinks="follow")
    found = members(archive)
    assert found["model.safetensors"].isreg()
    assert found["more"].isdir()
    assert found["more/4f1c"].size == 6


@pytest.mark.parametrize("link", [_broken_link, _directory_link], ids=["broken", "circle"])
def test_a_link_that_cannot_be_followed_is_refused(
    directory: Path, archive: Path, link: Callable[[Path], None]
) -> None:
    link(directory / "code" / "hostile")
    with pytest.raises(InvalidProps, match="hostile"):
        pack_directory(directory, archive, symlinks="follow")


@pytest.mark.parametrize("name", ["a\nb", "a\x1bb", "a\x7fb"])
def test_refuses_a_name_with_a_control_character(directory: Path, archive: Path, name: str) -> None:
    (directory / name).write_text("x")
    with pytest.raises(InvalidProps, match="control character"):
        pack_directory(directory, archive)


def test_refuses_a_name_that_is_not_utf8(directory: Path, archive: Path) -> None:
    Path(os.fsdecode(bytes(directory) + b"/\xff")).write_text("x")
    with pytest.raises(InvalidProps, match="is not UTF-8"):
        pack_directory(directory, archive)


def test_the_archive_may_lie_in_the_directory(directory: Path) -> None:
    archive = directory / "model.tar.gz"
    first = pack_directory(directory, archive)
    assert pack_directory(directory, archive) == first


def test_progress_reaches_the_end(directory: Path, archive: Path) -> None:
    (directory / "weights.bin").write_bytes(bytes(3 * BLOCK))
    told: list[tuple[int, int]] = []
    pack_directory(directory, archive, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1] == sum(p.stat().st_size for p in directory.rglob("*.*"))
    assert len(told) >= 4


def test_the_digest_is_known_without_packing(directory: Path, archive: Path) -> None:
    assert digest_of(plan_directory(directory)) == pack_directory(directory, archive).digest


def test_what_is_reported_is_what_was_written(directory: Path, archive: Path) -> None:
    packed = pack_directory(directory, archive)
    assert packed.sha256 == hashlib.sha256(archive.read_bytes()).hexdigest()
    assert packed.packed_bytes == archive.stat().st_size
    assert packed.members == len(members(archive))
    assert packed.unpacked_bytes == sum(member.size for member in members(archive).values())


def golden(directory: Path) -> None:
    """Write a directory that reaches every way of a header: long, foreign, executable, empty."""
    (directory / "code").mkdir(parents=True)
    (directory / "empty").mkdir()
    (directory / "code" / "serve").write_text("#!/bin/sh\n")
    (directory / "code" / "serve").chmod(0o700)
    (directory / ("é" * 60 + "b" * 120)).write_bytes(b"x")
    noise = b"".join(hashlib.sha256(b"%d" % number).digest() for number in range(40_000))
    (directory / "weights.bin").write_bytes(noise + bytes(100_000) + noise[:50_000])


def test_the_digest_is_the_same_everywhere(tmp_path: Path) -> None:
    """Packed on another machine at another time."""
    golden(tmp_path / "model")
    packed = pack_directory(tmp_path / "model", tmp_path / "model.tar.gz")
    assert packed.digest == GOLDEN_DIGEST


def test_the_bytes_are_the_same_where_the_compressor_is_the_reference(tmp_path: Path) -> None:
    golden(tmp_path / "model")
    packed = pack_directory(tmp_path / "model", tmp_path / "model.tar.gz")
    assert (packed.sha256 == GOLDEN_SHA256) is is_reference()


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_the_number_of_threads_does_not_show(directory: Path, archive: Path, threads: int) -> None:
    (directory / "weights.bin").write_bytes(random.Random(0).randbytes(5_000_000))
    packed = pack_directory(directory, archive, threads=threads)
    assert packed.sha256 == pack_directory(directory, archive).sha256


def test_memory_does_not_grow_with_the_model(directory: Path, archive: Path) -> None:
    with (directory / "weights.bin").open("wb") as file:
        for block in range(200):
            file.write(random.Random(block).randbytes(BLOCK))
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from sagemaker_hosting.artifact.pack import pack_directory\n"
        "pack_directory(Path(sys.argv[1]), Path(sys.argv[2]), threads=8)\n"
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, directory, archive],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 150 * 1024
