"""Syntheses of the gallery, each made once and shared by all tests and all workers."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
GALLERY = ROOT / "examples"
OPTIONS = sorted(path.parent.name for path in GALLERY.glob("*/app.py"))

Template = Mapping[str, Any]


def templates_of(folder: Path, option: str) -> dict[str, Template]:
    """Return the templates of an option by file name."""
    return {
        path.name: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((folder / option).glob("*.template.json"))
    }


def _made(
    factory: pytest.TempPathFactory, name: str, command: list[str], *, seed: int, quiet: bool
) -> Path:
    """Run a synthesis, unless another worker of this run has made it."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, done = shared / f"gallery-{name}", shared / f"gallery-{name}.done"
    with (shared / f"gallery-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            result = subprocess.run(
                [sys.executable, *command, str(folder)],
                cwd=shared,
                env={**os.environ, "PYTHONHASHSEED": str(seed)},
                capture_output=True,
                text=True,
                check=False,
            )
            assert result.returncode == 0, result.stdout + result.stderr
            assert not quiet or result.stderr == ""
            done.write_text(result.stdout)
    return folder


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The templates as ``make examples`` writes them."""
    command = [str(GALLERY / "synth.py"), "--output"]
    return _made(tmp_path_factory, "first", command, seed=1, quiet=True)


@pytest.fixture(scope="session")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The templates by another process with another hash seed, and what security packs find."""
    command = [str(Path(__file__).parent / "nag.py")]
    return _made(tmp_path_factory, "second", command, seed=2, quiet=False)
