"""Decides how an unpacked model is served: by its own `serve`, or by a handler script."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sagemaker_hosting.core.errors import LocalAwsError
from sagemaker_hosting.runner.frameworks import FRAMEWORKS, LOADERS

_SERVER = "sagemaker_hosting.runner.server"
_MULTI_SERVER = "sagemaker_hosting.runner.multi_server"
_IN_CONTAINER = PurePosixPath("/opt/ml/model")


@dataclass(frozen=True)
class Program:
    """How to start a model server.

    Args:
        command: What to execute.
        kind: `own-server`, `handler-script`, `default-handlers` or `multi-model`.
        python_path: Directory that the script's imports are found in, if any.
        script: The script or program, for people.
        framework: Whose handlers fill in what a script leaves out; empty for an own server.
    """

    command: list[str]
    kind: str
    python_path: Path | None = None
    script: str = ""
    framework: str = ""

    def __str__(self) -> str:
        """Return how it is served, in a few words."""
        if self.kind == "own-server":
            return f"its own server, {self.script} serve"
        if self.kind == "multi-model":
            return "many models, each by its handler script"
        rest = f"the handlers of the {self.framework} container"
        return f"{self.script}, for the rest {rest}" if self.script else rest


@dataclass(frozen=True)
class Script:
    """The handler script of a model, or none where the framework does without.

    Args:
        module: What Python imports; empty without a script.
        directory: Where it is imported from.
        name: The file, as the archive names it.
    """

    module: str = ""
    directory: Path | None = None
    name: str = ""


def find_program(
    model_dir: Path, environment: dict[str, str], framework: str = "", own: Path | None = None
) -> Program:
    """Return how to serve what a model archive holds.

    Args:
        model_dir: The unpacked archive.
        environment: The Model's `Environment`; SAGEMAKER_PROGRAM and SAGEMAKER_SUBMIT_DIRECTORY
            are read.
        framework: Whose container it is for, one of `frameworks.FRAMEWORKS`. Default: one that
            needs a script, as the scikit-learn container does.
        own: The program that the image brings, or the directory it is called `serve` in. Default:
            the archive's, if it has one.

    Raises:
        LocalAwsError: The archive brings neither an own server nor a handler script that is
            needed.
    """
    if own is not None:
        return _own(own)
    for serve in (model_dir / "serve", model_dir / "code" / "serve"):
        if serve.is_file():
            return _own(serve)
    found = find_script(model_dir, environment, framework)
    framework = framework or FRAMEWORKS[0]
    command = [found.module, str(model_dir), framework]
    return Program(
        [sys.executable, "-P", "-m", _SERVER, *command],
        "handler-script" if found.module else "default-handlers",
        found.directory,
        found.name,
        framework,
    )


def multi_model_program(framework: str = "", own: Path | None = None) -> Program:
    """Return how to serve many models: by the program of the image, or each by its script."""
    if own is not None:
        return _own(own)
    command = [sys.executable, "-P", "-m", _MULTI_SERVER, framework or FRAMEWORKS[0]]
    return Program(command, "multi-model")


def find_script(model_dir: Path, environment: dict[str, str], framework: str = "") -> Script:
    """Return the handler script of an unpacked archive.

    Raises:
        LocalAwsError: There is none, and it has been named or the framework needs one.
    """
    named = environment.get("SAGEMAKER_PROGRAM", "")
    program = named or "inference.py"
    code = _code_directory(model_dir, environment.get("SAGEMAKER_SUBMIT_DIRECTORY", ""))
    script = code / program
    where = script.relative_to(model_dir) if script.is_relative_to(model_dir) else script
    if script.is_file():
        module = ".".join(PurePosixPath(program).with_suffix("").parts)
        return Script(module, code, where.as_posix())
    if framework in LOADERS and not named:
        return Script()
    raise LocalAwsError(
        f"the model archive has no {where.as_posix()} and no executable serve",
        fix="put the handler script at code/inference.py, or name it in SAGEMAKER_PROGRAM",
    )


def _own(program: Path) -> Program:
    """Return how the image's program is run: with the argument `serve`, as SageMaker does.

    Raises:
        LocalAwsError: There is no such program.
    """
    program = program.absolute()
    if program.is_dir():
        program = program / "serve"
    if not program.is_file():
        raise LocalAwsError(
            f"there is no program {str(program)!r}",
            fix="name what the image's ENTRYPOINT runs: an executable, a Python script, or the "
            "directory of an executable called serve",
        )
    command = [sys.executable, str(program)] if program.suffix == ".py" else [str(program)]
    return Program([*command, "serve"], "own-server", program.parent, program.name)


def _code_directory(model_dir: Path, submitted: str) -> Path:
    """Translate a path inside the container; anything else means the default, `code`."""
    if submitted.startswith("/"):
        try:
            return model_dir / PurePosixPath(submitted).relative_to(_IN_CONTAINER)
        except ValueError:
            pass
    return model_dir / "code"
