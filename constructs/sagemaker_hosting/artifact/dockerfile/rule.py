"""The shape of a rule over Dockerfiles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sagemaker_hosting.artifact.dockerfile.dockerfile import Dockerfile
from sagemaker_hosting.artifact.dockerfile.parse import Instruction
from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.core.rule import BaseRule


@dataclass(frozen=True, kw_only=True)
class ImageUse:
    """What an image is built for; None stands for what is not known.

    Attributes:
        architecture: The processor it is built for.
        multi_model: Whether the container loads many archives from a prefix.
        among_others: Whether it is one of several containers of a model.
    """

    architecture: Literal["x86_64", "arm64"] | None = None
    multi_model: bool | None = None
    among_others: bool | None = None


class DockerfileRule(BaseRule, abstract=True):
    """One documented constraint on an image that is built from a Dockerfile.

    What a base image may bring that is not known here is never reported as missing.
    """

    def check(self, dockerfile: Dockerfile, use: ImageUse) -> Iterator[Finding]:
        """Yield one finding for each thing that is wrong."""
        raise NotImplementedError

    def finding(
        self, dockerfile: Dockerfile, at: Instruction | None, message: str, fix: str
    ) -> Finding:
        """Return a finding.

        Args:
            dockerfile: The Dockerfile.
            at: The instruction that is wrong. None: where the image begins.
            message: What is wrong, with the value found. Lower case, no full stop.
            fix: What to write instead.
        """
        place = at or (dockerfile.chain[-1].begun if dockerfile.chain else None)
        line = None if place is None else place.line
        return self.report(message, fix, path=dockerfile.path, line=line)
