"""Managed policies of AWS that roles around hosting attach, and what people call them.

The list is not complete: a name that is not on it is unknown, never wrong.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from typing import Any


def listed_policies() -> tuple[str, ...]:
    """Return the names of the listed policies."""
    return tuple(_data()["names"])


def misnamed(name: str) -> str | None:
    """Return the listed policy that ``name`` is a misspelling of; None when it is none.

    ``AmazonECR-FullAccess`` is meant to be ``AmazonEC2ContainerRegistryFullAccess``: the two differ
    in hyphens and in the short form of the service.
    """
    if name.lower() in {listed.lower() for listed in listed_policies()}:
        return None
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    for short, written in _data()["prefixes"].items():
        if plain.startswith(short):
            plain = written + plain.removeprefix(short)
    return {listed.lower(): listed for listed in listed_policies()}.get(plain)


@cache
def _data() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("managed_policies.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data
