"""Archives that are not trusted."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from sagemaker_hosting.core.errors import LocalAwsError
from sagemaker_hosting.runner.archive import ArchiveLimits, unpack


def packed(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path / "model.tar.gz", "w:gz") as tar:
        for member, content in members:
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return path / "model.tar.gz"


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


@pytest.mark.parametrize(
    "bad",
    [
        member("../outside"),
        member("/etc/outside"),
        member("a/../../outside"),
        member("link", tarfile.SYMTYPE, "/etc/passwd"),
        member("link", tarfile.SYMTYPE, "../../outside"),
        member("hard", tarfile.LNKTYPE, "../outside"),
        member("pipe", tarfile.FIFOTYPE),
        member("null", tarfile.CHRTYPE),
        member("n" * 2000),
    ],
    ids=lambda one: f"{one.name[:20]}-{one.linkname}",
)
def test_hostile_member_is_refused_by_name(tmp_path: Path, bad: tarfile.TarInfo) -> None:
    archive = packed(tmp_path, (bad, b""))
    with pytest.raises(LocalAwsError, match=bad.name[:10].replace(".", r"\.")):
        unpack(archive, tmp_path / "model")
    assert not (tmp_path / "outside").exists()


def test_link_then_member_through_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "victim").mkdir()
    link = member("d", tarfile.SYMTYPE, "../victim")
    archive = packed(tmp_path, (link, b""), (member("d/file"), b"x"))
    with pytest.raises(LocalAwsError):
        unpack(archive, tmp_path / "model")
    assert not list((tmp_path / "victim").iterdir())


def test_link_inside_is_kept(tmp_path: Path) -> None:
    archive = packed(
        tmp_path, (member("weights"), b"x"), (member("latest", tarfile.SYMTYPE, "weights"), b"")
    )
    unpack(archive, tmp_path / "model")
    assert (tmp_path / "model" / "latest").read_bytes() == b"x"


def test_too_many_bytes_are_refused(tmp_path: Path) -> None:
    archive = packed(tmp_path, (member("a"), b"0" * 2000))
    with pytest.raises(LocalAwsError, match="more than 1000 bytes"):
        unpack(archive, tmp_path / "model", ArchiveLimits(total_bytes=1000))


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    archive = packed(tmp_path, *((member(f"f{number}"), b"") for number in range(5)))
    with pytest.raises(LocalAwsError, match="more than 3 members"):
        unpack(archive, tmp_path / "model", ArchiveLimits(members=3))


def test_exactly_as_many_members_as_allowed_are_unpacked(tmp_path: Path) -> None:
    archive = packed(tmp_path, *((member(f"f{number}"), b"") for number in range(3)))
    unpack(archive, tmp_path / "model", ArchiveLimits(members=3))
    assert len(list((tmp_path / "model").iterdir())) == 3


def test_huge_header_is_refused_unread(tmp_path: Path) -> None:
    header = tarfile.TarInfo("pax")
    header.type, header.size = tarfile.XHDTYPE, 1 << 30
    with gzip.open(tmp_path / "model.tar.gz", "wb") as file:
        file.write(header.tobuf() + b"\0" * 1024)
    with pytest.raises(LocalAwsError, match="claims"):
        unpack(tmp_path / "model.tar.gz", tmp_path / "model")


def test_truncated_archive_is_refused(tmp_path: Path) -> None:
    archive = packed(tmp_path, (member("a"), bytes(range(256)) * 100))
    archive.write_bytes(archive.read_bytes()[:-100])
    with pytest.raises(LocalAwsError, match="cannot be unpacked"):
        unpack(archive, tmp_path / "model")


def test_plain_tar_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "model.tar.gz", "w") as tar:
        tar.addfile(member("a"), io.BytesIO(b""))
    with pytest.raises(LocalAwsError, match="cannot be unpacked"):
        unpack(tmp_path / "model.tar.gz", tmp_path / "model")
