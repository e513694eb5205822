"""The command `artifact pack`."""

from __future__ import annotations

import hashlib
import json
import pickle
import tarfile
from pathlib import Path

import pytest

from tests.artifact.corpus.build import SCRIPT
from tests.cli.support import Run


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    made = tmp_path / "model"
    made.mkdir()
    (made / "model.joblib").write_bytes(pickle.dumps({"weights": [1.0]}))
    (made / "inference.py").write_text(SCRIPT)
    (made / "requirements.txt").write_text("scikit-learn==1.2.2\n")
    return made


def members(archive: Path) -> list[str]:
    with tarfile.open(archive) as opened:
        return [member.name for member in opened if member.isfile()]


def test_packs_what_the_container_wants(run: Run, directory: Path, tmp_path: Path) -> None:
    archive = tmp_path / "model.tar.gz"
    done = run("artifact", "pack", directory, "-o", archive, "--framework", "sklearn")
    assert done.exit_code == 0
    assert members(archive) == ["code/inference.py", "code/requirements.txt", "model.joblib"]
    assert "moved inference.py to code/inference.py" in done.output
    assert f"sha256 {hashlib.sha256(archive.read_bytes()).hexdigest()}" in done.output


def test_tells_it_as_json(run: Run, directory: Path, tmp_path: Path) -> None:
    archive = tmp_path / "model.tar.gz"
    done = run("artifact", "pack", directory, "-o", archive, "--format", "json")
    told = json.loads(done.stdout)
    assert told["archive"] == str(archive)
    assert told["members"] == 3
    assert told["packed_bytes"] == archive.stat().st_size
    assert told["moved"] == {}
    again = run("artifact", "pack", directory, "-o", archive, "--format", "json")
    assert json.loads(again.stdout) == told


def test_what_is_an_error_is_not_packed(run: Run, directory: Path, tmp_path: Path) -> None:
    (directory / "inference.py").unlink()
    archive = tmp_path / "model.tar.gz"
    done = run("artifact", "pack", directory, "-o", archive, "--framework", "sklearn")
    assert done.exit_code == 1
    assert "SMH0722" in done.output
    assert "nothing was packed" in done.output
    assert not archive.exists()
    unchecked = run(
        "artifact", "pack", directory, "-o", archive, "--framework", "sklearn", "--no-check"
    )
    assert unchecked.exit_code == 0
    assert archive.exists()


def test_warnings_are_told_and_packed(run: Run, directory: Path, tmp_path: Path) -> None:
    (directory / "optimizer.pt").write_bytes(b"x")
    done = run("artifact", "pack", directory, "-o", tmp_path / "m.tar.gz")
    assert done.exit_code == 0
    assert "SMH0717" in done.output


def test_links_are_followed_on_demand(run: Run, directory: Path, tmp_path: Path) -> None:
    (directory / "vocab.txt").symlink_to(directory / "model.joblib")
    archive = tmp_path / "model.tar.gz"
    refused = run("artifact", "pack", directory, "-o", archive)
    assert refused.exit_code == 1
    assert "--symlinks follow" in refused.output
    assert run("artifact", "pack", directory, "-o", archive, "--symlinks", "follow").exit_code == 0
    assert "vocab.txt" in members(archive)


def test_prepares_a_prefix(run: Run, directory: Path, tmp_path: Path) -> None:
    target = tmp_path / "upload"
    done = run(
        "artifact", "pack", directory, "-o", target, "--framework", "sklearn", "--uncompressed"
    )
    assert done.exit_code == 0
    assert (target / "code" / "inference.py").read_text() == SCRIPT
    assert f"aws s3 sync {target} s3://BUCKET/NAME/" in done.output
    assert run("artifact", "pack", directory, "-o", target, "--uncompressed").exit_code == 1


def test_the_default_archive_in_the_directory_is_not_packed_again(
    run: Run, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(directory)
    assert run("artifact", "pack", ".").exit_code == 0
    first = Path("model.tar.gz").read_bytes()
    assert run("artifact", "pack", ".").exit_code == 0
    assert Path("model.tar.gz").read_bytes() == first


@pytest.mark.parametrize(
    "arguments", [["missing"], [".", "-o", "model.zip"], [".", "--symlinks", "keep"]]
)
def test_usage(run: Run, directory: Path, arguments: list[str]) -> None:
    assert run("artifact", "pack", *arguments).exit_code == 2


def test_a_place_that_cannot_be_written(run: Run, directory: Path, tmp_path: Path) -> None:
    done = run("artifact", "pack", directory, "-o", tmp_path / "no" / "where" / "m.tar.gz")
    assert done.exit_code == 1
    assert "nothing was packed" in done.output
