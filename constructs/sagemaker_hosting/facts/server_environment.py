"""What the model servers in SageMaker's containers read from their environment variables.

A variable that is not listed is unknown, never wrong.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """An environment variable that a model server reads.

    Attributes:
        name: Its name.
        type: What the server reads it as.
        words: The words that the server knows; empty unless ``type`` is ``words``.
        minimum: The least number that makes sense; None unless ``type`` is ``integer``.
        default: What the server takes without it, where that is also the least that is useful.
        single_model: Whether it is ignored on multi-model endpoints.
        source: The ``https`` address of what says so.
        pages: Pages of the developer guide.
    """

    name: str
    type: Literal["integer", "boolean", "words"]
    words: tuple[str, ...]
    minimum: int | None
    default: int | None
    single_model: bool
    source: str
    pages: tuple[int, ...]


@cache
def server_variables() -> Mapping[str, Variable]:
    """Return the listed variables by name."""
    text = resources.files(__package__).joinpath("server_environment.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return {
        entry["name"]: Variable(
            name=entry["name"],
            type=entry["type"],
            words=tuple(entry.get("words", ())),
            minimum=entry.get("minimum"),
            default=entry.get("default"),
            single_model=entry.get("single_model", False),
            source=data["sources"][entry["source"]],
            pages=tuple(entry["pages"]),
        )
        for entry in data["variables"]
    }
