"""Changing templates in one place, and seeing which rule reads which property."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sagemaker_hosting.rules import by_id
from sagemaker_hosting.rules.rule import Rule

FIXTURES = Path(__file__).parent.parent / "fixtures" / "rules"

Place = tuple[Any, ...]
"""Keys and list positions from the root of a template."""


def load(path: Path) -> tuple[Rule, dict[str, Any]]:
    """Return the rule that a fixture belongs to, and its template."""
    return by_id(path.parent.parent.name), json.loads(path.read_text())


def places(template: dict[str, Any]) -> Iterator[Place]:
    """Yield the place of every property of every resource, nested ones included."""
    for name, resource in template["Resources"].items():
        stack: list[tuple[Place, Any]] = [
            (("Resources", name, "Properties", key), value)
            for key, value in resource.get("Properties", {}).items()
        ]
        while stack:
            place, value = stack.pop()
            if value == {"Ref": "AWS::NoValue"}:
                continue
            yield place
            stack += [((*place, key), child) for key, child in _children(value)]


def replaced(template: Any, place: Place, value: Any) -> Any:
    """Return ``template`` with ``value`` at ``place``; what is elsewhere is shared."""
    if not place:
        return value
    changed = template.copy()
    changed[place[0]] = replaced(template[place[0]], place[1:], value)
    return changed


def _children(value: Any) -> Any:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


class Watched(dict[str, Any]):
    """A map of a template that notes the places of what somebody reads."""

    def __init__(self, values: dict[str, Any], place: Place, notes: set[Place]) -> None:
        super().__init__(
            {key: _watched(value, (*place, key), notes) for key, value in values.items()}
        )
        self._place = place
        self._notes = notes

    def _read(self, *keys: Any) -> None:
        for key in keys:
            stack: list[tuple[Place, Any]] = [((*self._place, key), super().get(key))]
            while stack:
                place, value = stack.pop()
                self._notes.add(place)
                # Whoever has a list has its elements.
                if isinstance(value, list):
                    stack += [((*place, index), item) for index, item in enumerate(value)]

    def __contains__(self, key: object) -> bool:
        self._read(key)
        return super().__contains__(key)

    def __getitem__(self, key: str) -> Any:
        self._read(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self._read(key)
        return super().get(key, default)

    def __iter__(self) -> Iterator[str]:
        self._read(*super().keys())
        return super().__iter__()

    def items(self) -> Any:
        self._read(*super().keys())
        return super().items()

    def values(self) -> Any:
        self._read(*super().keys())
        return super().values()

    def keys(self) -> Any:
        self._read(*super().keys())
        return super().keys()

    def __eq__(self, other: object) -> bool:
        self._read(*super().keys())
        return super().__eq__(other)

    __hash__ = None


def watched(template: dict[str, Any]) -> tuple[dict[str, Any], set[Place]]:
    """Return ``template`` with properties that are watched, and the places that were read."""
    notes: set[Place] = set()
    resources = {
        name: {
            **resource,
            "Properties": Watched(
                resource.get("Properties") or {}, ("Resources", name, "Properties"), notes
            ),
        }
        for name, resource in template["Resources"].items()
    }
    return {**template, "Resources": resources}, notes


def _watched(value: Any, place: Place, notes: set[Place]) -> Any:
    if isinstance(value, dict):
        return Watched(value, place, notes)
    if isinstance(value, list):
        return [_watched(item, (*place, index), notes) for index, item in enumerate(value)]
    return value


def multiplied(template: dict[str, Any], copies: int) -> dict[str, Any]:
    """Return ``template`` with its resources that many times, each copy with names of its own."""
    resources = template["Resources"]
    names = set(resources)
    for resource in resources.values():
        properties = resource.get("Properties") or {}
        names |= {
            value
            for key, value in properties.items()
            if key.endswith("Name") and isinstance(value, str) and re.fullmatch(r"[\w-]+", value)
        }
    words = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    word = re.compile(rf"(?<![\w-])({words})(?![\w-])")
    written = json.dumps(list(resources.items()))
    copied: dict[str, Any] = {}
    for copy in range(copies):
        text = word.sub(lambda found, copy=copy: f"{found[1]}{copy}", written)
        # Types and property names are words as well; those stay.
        for (_, original), (name, resource) in zip(
            resources.items(), json.loads(text), strict=True
        ):
            copied[name] = _with_keys_of(original, resource)
    return {**template, "Resources": copied}


def _with_keys_of(original: Any, renamed: Any) -> Any:
    if isinstance(original, dict):
        pairs = zip(original.items(), renamed.values(), strict=True)
        return {
            key: value if key in ("Type", "Name") else _with_keys_of(value, new)
            for (key, value), new in pairs
        }
    if isinstance(original, list):
        pairs = zip(original, renamed, strict=True)
        return [_with_keys_of(value, new) for value, new in pairs]
    return renamed
