"""What CloudFormation cannot change in place: it creates the resource anew and deletes the old one.

The new resource comes first, so one with a name of its own cannot be created while the old one has
that name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class CreateOnly:
    """The create-only properties of a resource type.

    Attributes:
        name: The property that names the resource; empty when nothing does.
        properties: All create-only properties, that one included.
    """

    name: str
    properties: tuple[str, ...]


@cache
def create_only() -> Mapping[str, CreateOnly]:
    """Return the create-only properties by resource type, as the CloudFormation schemas say."""
    text = resources.files(__package__).joinpath("create_only.json").read_text(encoding="utf-8")
    return {
        resource_type: CreateOnly(entry["name"], tuple(entry["properties"]))
        for resource_type, entry in json.loads(text)["types"].items()
    }
