"""Where serverless variants are documented to run, and what an account may run before it asks.

An account can have its quotas raised, and AWS adds Regions: what exceeds or misses this table is
worth a word, never an error.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


def serverless_regions() -> Mapping[str, int]:
    """Return the documented Regions, each with the concurrency that all endpoints share there."""
    regions: Mapping[str, int] = _data()["concurrency"]
    return regions


def concurrency_quota(region: str | None) -> int:
    """Return the concurrency that all serverless endpoints of an account share.

    Args:
        region: The Region; None when it is not known, and then the largest quota counts.
    """
    regions = serverless_regions()
    return regions.get(region or "", max(regions.values()))


def endpoint_quota() -> int:
    """Return how many serverless endpoints an account has in a Region."""
    return int(_data()["endpoints"])


def memory_quota() -> int:
    """Return the memory, in MB, that one serverless endpoint may have in a new account."""
    return int(_data()["memory_of_new_accounts"])


@cache
def _data() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("serverless.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data
