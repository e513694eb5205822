"""The scripts of a training job, read together."""

from __future__ import annotations

import ast
import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from sagemaker_hosting.artifact.training.copies import Copy, copies_in
from sagemaker_hosting.artifact.training.evaluate import Evaluator
from sagemaker_hosting.artifact.training.module import Module
from sagemaker_hosting.artifact.training.place import Kind, Place
from sagemaker_hosting.artifact.training.saves import Save, saves_in
from sagemaker_hosting.core.errors import NotFound

_LEFT_OUT: Final = frozenset({"__pycache__", "build", "dist", "node_modules", "site-packages"})
_CREATING: Final = frozenset({"mkdir", "write_bytes", "write_text"})
_LARGEST: Final = 1024 * 1024
_MOST: Final = 2000


@dataclass(frozen=True)
class Flaw:
    """A script that cannot be parsed.

    Attributes:
        path: The script.
        message: What the parser says.
        line: Where, from 1; None where that is not known.
    """

    path: str
    message: str
    line: int | None


@dataclass(frozen=True)
class Project:
    """The scripts of a training job.

    Attributes:
        modules: The scripts that can be parsed.
        flaws: Those that cannot.
        is_whole: Whether it is a directory, so that what is not in it is missing.
    """

    modules: tuple[Module, ...]
    flaws: tuple[Flaw, ...] = ()
    is_whole: bool = False

    @cached_property
    def saves(self) -> tuple[Save, ...]:
        """Every call that saves a model, in the order of the scripts."""
        return tuple(save for module in self.modules for save in saves_in(module, self._evaluator))

    @cached_property
    def copies(self) -> tuple[Copy, ...]:
        """Every call that copies or moves files."""
        return tuple(copy for module in self.modules for copy in copies_in(module, self._evaluator))

    @cached_property
    def created(self) -> tuple[Place, ...]:
        """The directories and files that are made, or written as text."""
        return tuple(
            self._evaluator.place(module, node)
            for module in self.modules
            for call in module.calls
            if (node := _created(module, call)) is not None
        )

    @cached_property
    def _evaluator(self) -> Evaluator:
        return Evaluator(self.modules)

    @cached_property
    def enters_model_dir(self) -> bool:
        """Whether the working directory is changed to the model directory, or may be."""
        return any(
            module.called(call) in ("os.chdir", "chdir", "contextlib.chdir")
            and call.args
            and self._evaluator.place(module, call.args[0]).kind in (Kind.MODEL, Kind.UNKNOWN)
            for module in self.modules
            for call in module.calls
        )

    def arrives(self, save: Save) -> bool:
        """Return whether what is saved is, or may be, in the model directory in the end."""
        place = save.place
        if place.kind in (Kind.MODEL, Kind.UNKNOWN):
            return True
        if place.kind is Kind.RELATIVE and self.enters_model_dir:
            return True
        return any(
            copy.target.kind in (Kind.MODEL, Kind.UNKNOWN) and copy.source.covers(place)
            for copy in self.copies
        )

    @cached_property
    def fills_model_dir(self) -> bool:
        """Whether a save certainly goes into the model directory."""
        return any(save.place.kind is Kind.MODEL for save in self.saves)


def _created(module: Module, call: ast.Call) -> ast.expr | None:
    if module.called(call) in ("os.makedirs", "os.mkdir", "open") and call.args:
        return call.args[0]
    if isinstance(call.func, ast.Attribute) and call.func.attr in _CREATING:
        return call.func.value
    return None


def read_project(path: Path) -> Project:
    """Parse a training script, or all scripts of a directory.

    Raises:
        NotFound: The directory holds no Python script.
        OSError: A file cannot be read.
    """
    files = [path] if path.is_file() else list(_scripts(path))
    if not files:
        raise NotFound(
            f"{str(path)!r} holds no Python script",
            fix="name the training script, or the directory that is its source_dir",
        )
    modules: list[Module] = []
    flaws: list[Flaw] = []
    for file in files:
        parsed = _parsed(file)
        if isinstance(parsed, Flaw):
            flaws.append(parsed)
        else:
            modules.append(Module(str(file), parsed))
    return Project(tuple(modules), tuple(flaws), path.is_dir())


def _scripts(directory: Path) -> Iterator[Path]:
    found = 0
    for root, directories, names in os.walk(directory):
        # A virtual environment is not the user's code.
        directories[:] = sorted(
            each
            for each in directories
            if each not in _LEFT_OUT
            and not each.startswith(".")
            and not Path(root, each, "pyvenv.cfg").exists()
        )
        for name in sorted(names):
            file = Path(root, name)
            if name.endswith(".py") and file.is_file() and file.stat().st_size <= _LARGEST:
                found += 1
                if found > _MOST:
                    return
                yield file


def _parsed(file: Path) -> ast.Module | Flaw:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(file.read_bytes())
    except SyntaxError as error:
        return Flaw(str(file), error.msg, error.lineno)
    except (ValueError, RecursionError, MemoryError) as error:
        return Flaw(str(file), str(error) or "it nests too deep", None)
