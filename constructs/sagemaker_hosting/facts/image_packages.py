"""The Python modules inside AWS's framework images, and the distributions that bring a module.

The lists are wide on purpose: a module that any version of an image had is listed, since a finding
about a module that is there would be worse than none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any


def modules_of(framework: str) -> frozenset[str] | None:
    """Return the top-level modules in the images of a framework; None when they are not listed.

    Args:
        framework: Its short name: ``pytorch``, ``sklearn``, ``huggingface``.
    """
    listed = _data()["frameworks"].get(framework)
    return None if listed is None else frozenset(listed) | frozenset(_data()["everywhere"])


def distributions_of(module: str) -> frozenset[str]:
    """Return the distributions that may bring ``module``, by their normalized names."""
    named: Mapping[str, Sequence[str]] = _data()["distributions"]
    return frozenset(named.get(module, ())) | {module.replace("_", "-").lower()}


@cache
def _data() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("image_packages.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data
