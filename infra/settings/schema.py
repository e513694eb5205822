"""The JSON Schema of environment files, for editors."""

from __future__ import annotations

import copy
import json
from typing import Any

from infra.settings.loading import EVERY_ENDPOINT
from infra.settings.model import Environment


def schema() -> dict[str, Any]:
    """Return the schema of a file: everything is optional, since a file says what differs."""
    generated: dict[str, Any] = copy.deepcopy(Environment.model_json_schema())
    for definition in (generated, *generated["$defs"].values()):
        definition.pop("required", None)
    rollout = generated["$defs"]["Rollout"]
    rollout["minProperties"] = rollout["maxProperties"] = 1
    generated["properties"][EVERY_ENDPOINT] = {
        "$ref": "#/$defs/Endpoint",
        "description": "What holds for all endpoints of the file, unless one says otherwise.",
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **generated,
        "title": "An environment of infra/environments",
    }


def schema_text() -> str:
    """Return the schema as the file ``infra/environments/schema.json`` holds it."""
    return json.dumps(schema(), indent=2) + "\n"
