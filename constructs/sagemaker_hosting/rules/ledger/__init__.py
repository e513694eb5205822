"""What became of each documented fact that a template alone can show.

A file of the folder for each source of facts: fact id to ``{"answer": ..., "by": ..., "reason":
...}``. The answers:

- ``enforced``: a rule reports it, at the construct call or at synthesis as well as on files.
- ``foreign``: a rule reports it on templates that others wrote; our constructs cannot express it.
- ``schema``: the CloudFormation schema refuses it already; ``by`` is the id of cfn-lint's check.
- ``waived``: nothing reports it, for the reason given.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from sagemaker_hosting.facts.documented import SOURCES


class Answer(enum.StrEnum):
    """What became of a fact: ``enforced``, ``foreign``, ``schema`` or ``waived``."""

    ENFORCED = "enforced"
    FOREIGN = "foreign"
    SCHEMA = "schema"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The answer to one fact.

    Attributes:
        fact: The id of the fact.
        answer: What became of it.
        by: The id of the rule, or of cfn-lint's check; empty when waived.
        also: Further rules that report a part of it.
        reason: Why it is waived, or why our constructs cannot express it; else empty.
    """

    fact: str
    answer: Answer
    by: str = ""
    also: tuple[str, ...] = ()
    reason: str = ""


@cache
def ledger() -> Sequence[Entry]:
    """Return the answer to each fact, in the order of the sources."""
    return tuple(
        Entry(
            fact=fact,
            answer=Answer(entry["answer"]),
            by=entry.get("by", ""),
            also=tuple(entry.get("also", ())),
            reason=entry.get("reason", ""),
        )
        for source in SOURCES
        for fact, entry in json.loads(
            resources.files(__package__).joinpath(f"{source}.json").read_text(encoding="utf-8")
        ).items()
    )
