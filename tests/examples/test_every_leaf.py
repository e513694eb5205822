"""Whatever CloudFormation lets one write about hosting, some example writes through our types."""

from __future__ import annotations

import copy
from pathlib import Path
from types import SimpleNamespace
from typing import Final

import pytest
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from tests.examples.conftest import OPTIONS, templates_of
from tests.leaves import LEFT_OUT, writable, written
from tests.template_values import COMPONENT, CONFIG, ENDPOINT, EXPERIMENT, MODEL

TYPES: Final = (MODEL, CONFIG, ENDPOINT, COMPONENT, EXPERIMENT)


def unsaid(resource_type: str, gallery: Path) -> list[str]:
    """Return the leaves of a resource type that no example sets."""
    said = {
        path
        for option in OPTIONS
        for template in templates_of(gallery, option).values()
        for resource in template["Resources"].values()
        if resource["Type"] == resource_type
        for path in written(resource["Properties"])
    }
    return sorted(writable(resource_type, LEFT_OUT.get(resource_type, ())) - said)


@pytest.mark.parametrize("resource_type", TYPES)
def test_every_writable_leaf_is_in_an_example(resource_type: str, gallery: Path) -> None:
    missing = unsaid(resource_type, gallery)
    assert not missing, f"set by no example: {', '.join(missing)}"


@pytest.mark.parametrize("resource_type", LEFT_OUT)
def test_what_is_left_out_is_there(resource_type: str) -> None:
    """What a newer schema no longer has needs no reason."""
    for path, reason in LEFT_OUT[resource_type].items():
        assert reason
        assert any(f"{leaf}/".startswith(f"{path}/") for leaf in writable(resource_type)), path


def test_a_leaf_of_a_newer_schema_is_named(gallery: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", CONFIG).schema
    newer = copy.deepcopy(schema)
    newer["definitions"]["ProductionVariant"]["properties"]["Colour"] = {"type": "string"}
    newer["properties"]["Reported"] = {"type": "string"}
    newer["readOnlyProperties"] = [*newer["readOnlyProperties"], "/properties/Reported"]
    monkeypatch.setattr(
        PROVIDER_SCHEMA_MANAGER,
        "get_resource_schema",
        lambda region, resource_type: SimpleNamespace(schema=newer),
    )
    assert set(unsaid(CONFIG, gallery)) == {
        "ProductionVariants/*/Colour",
        "ShadowProductionVariants/*/Colour",
    }
