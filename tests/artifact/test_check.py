"""Whether a file is the archive that its name says."""

from __future__ import annotations

import gzip
import tarfile
from pathlib import Path

import pytest

from sagemaker_hosting.artifact.check import check_archive
from sagemaker_hosting.artifact.pack import pack_directory
from sagemaker_hosting.core.errors import InvalidProps


@pytest.fixture
def good(tmp_path: Path) -> Path:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.joblib").write_bytes(b"weights")
    return pack_directory(tmp_path / "model", tmp_path / "model.tar.gz").archive


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


def test_refuses_an_uncompressed_tar(tmp_path: Path) -> None:
    archive = tmp_path / "model.tar.gz"
    with tarfile.open(archive, "w") as tar:
        tar.addfile(tarfile.TarInfo("model.pt"))
    with pytest.raises(InvalidProps, match="is not a gzip-compressed tar archive"):
        check_archive(archive)


def test_every_refusal_names_its_source(tmp_path: Path) -> None:
    with pytest.raises(InvalidProps) as caught:
        check_archive(tmp_path / "model.tar.gz")
    assert (
        caught.value.source
        == "developer guide pages 588 and 614; https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"
    )
