"""The documented facts behind the rules, in our own words, each with the pages that say so.

Read from the SageMaker developer guide (the printed edition whose page numbers they cite), from the
service model and from public threads. Data only: a rule cites the facts that it enforces by their
ids, and the ledger says of each fact that a template can show what became of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

SOURCES: Final = (
    "realtime_and_autoscaling",
    "variants_serverless_async_batch",
    "guardrails_and_operations",
    "recommender_registry_pipelines",
    "model_monitor",
)
"""The files of facts: in the order of the guide's pages, and then what was read elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that the documentation says.

    Attributes:
        id: Its id, ``guardrails-only-one-policy``.
        area: The part of hosting that it is about.
        kind: ``rule``, ``limit``, ``default``, ``metric``, ``iam``, ``feature`` or ``procedure``.
        text: The fact, in our words.
        pages: Pages of the developer guide as numbers; other sources by name.
        check: What a template alone can show of it; empty when nothing.
        note: Errors of the source, inference, cross-checks. Empty when there is nothing to say.
    """

    id: str
    area: str
    kind: str
    text: str
    pages: tuple[int | str, ...]
    check: str = ""
    note: str = ""


@cache
def documented_facts(source: str | None = None) -> Mapping[str, Fact]:
    """Return the facts by id.

    Args:
        source: One of `SOURCES`. Default: the facts of all of them.
    """
    found: dict[str, Fact] = {}
    for name in SOURCES if source is None else (source,):
        text = resources.files(__package__).joinpath(f"{name}.json").read_text(encoding="utf-8")
        for identity, entry in json.loads(text).items():
            found[identity] = Fact(
                id=identity,
                area=entry["area"],
                kind=entry["kind"],
                text=entry["fact"],
                pages=tuple(entry["pages"]),
                check=entry.get("check", ""),
                note=entry.get("note", ""),
            )
    return found
