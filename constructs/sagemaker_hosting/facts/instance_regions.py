"""Which Region offers which instance type for hosting.

AWS says it in its price lists alone, and adds types and Regions every few weeks: what this table
lacks is worth a word, never an error. A test compares it with cfn-lint's, which is gathered from
the same lists; after an update of cfn-lint it prints what has changed.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

SOURCE: Final = "https://aws.amazon.com/sagemaker/ai/pricing/"


def regions_of(instance_type: str) -> frozenset[str]:
    """Return the Regions that offer ``instance_type``; none when nothing is known of it."""
    return _by_type().get(instance_type, frozenset())


def instance_types_in(region: str) -> frozenset[str]:
    """Return the instance types that ``region`` offers; none when nothing is known of it."""
    return _by_region().get(region, frozenset())


@cache
def _by_type() -> Mapping[str, frozenset[str]]:
    return {
        f"ml.{family}.{size}": frozenset(regions.split())
        for family, groups in _data()["families"].items()
        for sizes, regions in groups.items()
        for size in sizes.split()
    }


@cache
def _by_region() -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for instance_type, regions in _by_type().items():
        for region in regions:
            found[region].add(instance_type)
    return {region: frozenset(types) for region, types in found.items()}


def _data() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("instance_regions.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data
