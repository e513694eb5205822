"""What an image will be, as far as its Dockerfile tells."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from sagemaker_hosting.artifact.dockerfile.parse import Instruction, parse
from sagemaker_hosting.core.errors import NotFound
from sagemaker_hosting.facts.base_images import is_bare

_VARIABLE: Final = re.compile(r"\$(?:(\w+)|\{(\w+)(?::-([^}]*))?\})")
_FROM: Final = re.compile(r"(\S+)(?:\s+as\s+(\S+))?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a build.

    Attributes:
        begun: Its ``FROM``.
        base: The image or the stage that it starts from; None where an argument decides it.
        name: What it is called; empty without a name.
        instructions: What follows, in order.
    """

    begun: Instruction
    base: str | None
    name: str
    instructions: Sequence[Instruction]


class Dockerfile:
    """The stage of a Dockerfile that becomes the image, with those that it starts from.

    Args:
        text: The Dockerfile.
        target: The stage to build. Default: the last one.
        arguments: Values of ``ARG`` instructions. Default: none.
        path: What it is called. Default: ``Dockerfile``.
        context: The folder that it is built in. Default: not known.
    """

    def __init__(
        self,
        text: str,
        *,
        target: str | None = None,
        arguments: Mapping[str, str] | None = None,
        path: str = "Dockerfile",
        context: Path | None = None,
    ) -> None:
        self.path = path
        self.context = context
        stages = _stages(parse(text), arguments or {})
        self.chain: Sequence[Stage] = _chain(stages, target)

    @property
    def base(self) -> str | None:
        """The image that everything starts from; None where it is not known."""
        return self.chain[0].base if self.chain else None

    @property
    def starts_bare(self) -> bool:
        """Whether it starts from a public image that knows nothing of SageMaker."""
        return self.base is not None and is_bare(self.base)

    @cached_property
    def instructions(self) -> Sequence[Instruction]:
        """What makes the image, in order; other stages that are copied from are not among it."""
        return [each for stage in self.chain for each in stage.instructions]

    def last(self, name: str) -> Instruction | None:
        """Return the instruction that counts of those that replace one another."""
        return next((each for each in reversed(self.instructions) if each.name == name), None)

    def all(self, name: str) -> Iterator[Instruction]:
        """Yield the instructions of this name."""
        return (each for each in self.instructions if each.name == name)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The labels by name; what holds an argument stands there unresolved."""
        return {
            key: value
            for each in self.all("LABEL")
            for key, equals, value in (word.partition("=") for word in _split(each.text))
            if equals
        }

    def has_in_context(self, name: str) -> bool:
        """Return whether a file of this name is in the build context, or may be."""
        return self.context is None or any(self.context.rglob(name))


def read_dockerfile(
    path: Path,
    context: Path,
    *,
    target: str | None = None,
    arguments: Mapping[str, str] | None = None,
) -> Dockerfile:
    """Read a Dockerfile.

    Args:
        path: The file.
        context: The folder that it is built in.
        target: The stage to build. Default: the last one.
        arguments: Values of ``ARG`` instructions. Default: none.

    Raises:
        NotFound: It cannot be read as UTF-8 text.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NotFound(
            f"the Dockerfile {str(path)!r} cannot be read: {error}", fix="pass a text file"
        ) from error
    return Dockerfile(text, target=target, arguments=arguments, path=str(path), context=context)


def _stages(instructions: Sequence[Instruction], given: Mapping[str, str]) -> list[Stage]:
    known: dict[str, str] = {}
    stages: list[Stage] = []
    open_stage: list[Instruction] = []
    for each in instructions:
        if each.name == "FROM":
            open_stage = []
            found = _FROM.fullmatch(each.text)
            base = _resolved(found[1], known) if found is not None else None
            name = (found[2] or "") if found is not None else ""
            stages.append(Stage(each, base, name.lower(), open_stage))
        elif stages:
            open_stage.append(each)
        elif each.name == "ARG":
            for word in _split(each.text):
                name, equals, default = word.partition("=")
                if name in given or equals:
                    known[name] = given.get(name, default)
    return stages


def _chain(stages: Sequence[Stage], target: str | None) -> list[Stage]:
    """Return the stages that end in the one to build, the outermost first."""
    by_name = {name: stage for n, stage in enumerate(stages) for name in (stage.name, str(n))}
    stage = by_name.get(target.lower()) if target is not None else next(reversed(stages), None)
    chain: list[Stage] = []
    while stage is not None and stage not in chain:
        chain.insert(0, stage)
        stage = by_name.get(stage.base.lower()) if stage.base else None
    return chain


def _resolved(text: str, known: Mapping[str, str]) -> str | None:
    """Return ``text`` with its variables; None where one of them is not known."""
    names = [(match[1] or match[2], match[3]) for match in _VARIABLE.finditer(text)]
    if any(name not in known and default is None for name, default in names):
        return None
    return _VARIABLE.sub(lambda match: known.get(match[1] or match[2], match[3] or ""), text)


def _split(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return []
