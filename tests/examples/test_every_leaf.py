"""Whatever CloudFormation lets one write about hosting, some example writes through our types."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.api_requests import COMPONENT, CONFIG, ENDPOINT, EXPERIMENT, MODEL
from tests.examples.conftest import OPTIONS, templates_of
from tests.leaves import writable, written

# Never written, with the reason.
LEFT_OUT: Final[Mapping[str, Mapping[str, str]]] = {
    MODEL: {"ModelName": "a named model blocks its own replacement"},
    CONFIG: {
        "EndpointConfigName": "a named configuration blocks its own replacement",
        "ShadowProductionVariants/*/ManagedInstanceScaling": "for inference components alone",
        "ShadowProductionVariants/*/ServerlessConfig": "serverless variants take no shadow",
    },
    ENDPOINT: {},
    COMPONENT: {},
    EXPERIMENT: {},
}


@pytest.mark.parametrize("resource_type", LEFT_OUT)
def test_every_writable_leaf_is_in_an_example(resource_type: str, gallery: Path) -> None:
    said = {
        path
        for option in OPTIONS
        for template in templates_of(gallery, option).values()
        for resource in template["Resources"].values()
        if resource["Type"] == resource_type
        for path in written(resource["Properties"])
    }
    missing = writable(resource_type, LEFT_OUT[resource_type]) - said
    assert not missing, f"set by no example: {', '.join(sorted(missing))}"
