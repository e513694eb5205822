"""The CloudFormation schemas that cfn-lint carries, read as data: an oracle for paths."""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Any

_SPEC = importlib.util.find_spec("cfnlint")
assert _SPEC is not None
assert _SPEC.origin is not None
_FOLDER = Path(_SPEC.origin).parent / "data" / "schemas"


@cache
def schema(resource_type: str) -> dict[str, Any]:
    """Return the schema of a resource type in us-east-1."""
    names = json.loads((_FOLDER / "providers" / "us-east-1.json").read_text())
    found: dict[str, Any] = json.loads(
        (_FOLDER / "resources" / f"{names[resource_type]}.json").read_text()
    )
    return found


def has_path(resource_type: str, path: str) -> bool:
    """Return whether the schema knows ``path``, where ``*`` is an element of a list or a map."""
    root = schema(resource_type)
    found = [root]
    for name in path.split("/"):
        found = [
            child
            for node in found
            for each in _alternatives(_resolved(root, node))
            for child in _children(each, name)
        ]
    return bool(found)


def _children(node: dict[str, Any], name: str) -> list[dict[str, Any]]:
    if name != "*":
        properties = node.get("properties", {})
        return [properties[name]] if name in properties else []
    patterns = list(node.get("patternProperties", {}).values())
    if isinstance(node.get("additionalProperties"), dict):
        patterns.append(node["additionalProperties"])
    return [*([node["items"]] if "items" in node else []), *patterns]


def _alternatives(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [node, *node.get("oneOf", ()), *node.get("anyOf", ()), *node.get("allOf", ())]


def _resolved(root: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        target: Any = root
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node
