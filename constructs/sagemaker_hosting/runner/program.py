"""Decides how an unpacked model is served: by its own `serve`, or by a handler script."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sagemaker_hosting.core.errors import LocalAwsError

_SERVER = "sagemaker_hosting.runner.server"
_IN_CONTAINER = PurePosixPath("/opt/ml/model")


@dataclass(frozen=True)
class Program:
    """How to start a model server.

    Args:
        command: What to execute.
        kind: `own-server` or `handler-script`.
        python_path: Directory that the script's imports are found in, if any.
    """

    command: list[str]
    kind: str
    python_path: Path | None = None


def find_program(model_dir: Path, environment: dict[str, str]) -> Program:
    """Return how to serve what a model archive holds.

    Args:
        model_dir: The unpacked archive.
        environment: The Model's `Environment`; SAGEMAKER_PROGRAM and SAGEMAKER_SUBMIT_DIRECTORY
            are read.

    Raises:
        LocalAwsError: The archive brings neither an own server nor a handler script.
    """
    for serve in (model_dir / "serve", model_dir / "code" / "serve"):
        if serve.is_file():
            return Program([str(serve), "serve"], "own-server", serve.parent)
    program = environment.get("SAGEMAKER_PROGRAM") or "inference.py"
    code = _code_directory(model_dir, environment.get("SAGEMAKER_SUBMIT_DIRECTORY", ""))
    script = code / program
    if not script.is_file():
        where = script.relative_to(model_dir) if script.is_relative_to(model_dir) else script
        raise LocalAwsError(
            f"the model archive has no {where.as_posix()} and no executable serve",
            fix="put the handler script at code/inference.py, or name it in SAGEMAKER_PROGRAM",
        )
    module = ".".join(PurePosixPath(program).with_suffix("").parts)
    return Program(
        [sys.executable, "-P", "-m", _SERVER, module, str(model_dir)], "handler-script", code
    )


def _code_directory(model_dir: Path, submitted: str) -> Path:
    """Translate a path inside the container; anything else means the default, `code`."""
    if submitted.startswith("/"):
        try:
            return model_dir / PurePosixPath(submitted).relative_to(_IN_CONTAINER)
        except ValueError:
            pass
    return model_dir / "code"
