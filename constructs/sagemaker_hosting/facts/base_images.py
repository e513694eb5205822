"""Public images of languages and systems that people build inference images on.

None of them has an ``ENTRYPOINT`` that serves, an executable called ``serve`` or a label of
SageMaker's; the entry points that a few have run what they are given.

Source: https://hub.docker.com/search?badges=official and the Dockerfiles that are linked there
"""

from __future__ import annotations

import re
from typing import Final

_BARE: Final = frozenset(
    {
        "almalinux",
        "alpine",
        "amazoncorretto",
        "amazonlinux",
        "busybox",
        "debian",
        "eclipse-temurin",
        "fedora",
        "golang",
        "node",
        "openjdk",
        "python",
        "rockylinux",
        "rust",
        "scratch",
        "ubuntu",
        "amazonlinux/amazonlinux",
        "continuumio/miniconda3",
        "condaforge/miniforge3",
        "mambaorg/micromamba",
        "nvidia/cuda",
        "nvcr.io/nvidia/cuda",
    }
)
_MIRRORS: Final = re.compile(
    r"(?:docker\.io/|index\.docker\.io/|registry-1\.docker\.io/|public\.ecr\.aws/(?:docker/)?)?"
    r"(?:library/)?"
)


def is_bare(image: str) -> bool:
    """Return whether ``image`` is one of them, whatever its tag."""
    name = image.partition("@")[0]
    head, slash, tail = name.rpartition("/")
    repository = f"{head}{slash}{tail.partition(':')[0]}"
    found = _MIRRORS.match(repository)
    return repository[found.end() if found else 0 :] in _BARE
