"""What the tests of whole artifacts share: packing, and the commands as a person runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from sagemaker_hosting.artifact.check import check_path
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.pack import pack_directory
from sagemaker_hosting.cli.main import main


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a directory, and return it."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def command(*arguments: object) -> Result:
    """Run `sagemaker-hosting artifact ...`."""
    finished = CliRunner().invoke(main, ["artifact", *map(str, arguments)])
    if finished.exception is not None and not isinstance(finished.exception, SystemExit):
        raise finished.exception
    return finished


def findings(model: Path, framework: str) -> dict[str, str]:
    """Return what is wrong with an archive or a model directory: message and fix by rule."""
    declared = Declaration(framework=Framework(framework))
    return {each.rule: f"{each.message}; {each.fix}" for each in check_path(model, declared)}


def pack(directory: Path) -> Path:
    """Pack a model directory beside it."""
    archive = directory.with_name(f"{directory.name}.tar.gz")
    pack_directory(directory, archive)
    return archive


def answers(
    model: Path, body: Any, expected: Any, *options: object, suffix: str = "json"
) -> Result:
    """Serve a model, send it one payload, and compare its answer with what is expected."""
    payload = model.parent / f"payload.{suffix}"
    expect = model.parent / "expected"
    payload.write_text(body if isinstance(body, str) else json.dumps(body))
    expect.write_text(expected if isinstance(expected, str) else json.dumps(expected))
    return command("test", model, "--payload", payload, "--expect", expect, *options)


def train(script: Path, model_dir: Path) -> None:
    """Run a training script as a training job does: in the directory of its code."""
    model_dir.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, script.name],
        cwd=script.parent,
        env={"PATH": os.defpath, "SM_MODEL_DIR": str(model_dir)},
        check=True,
        capture_output=True,
        timeout=120,
    )
