"""The templates of representative apps, word for word.

To accept a change: ``pytest tests/cdk/test_snapshots.py --snapshot-update``; then review the diff.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cdk.apps import APPS, template

SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.mark.parametrize("name", APPS)
def test_the_template_of_an_app(name: str, request: pytest.FixtureRequest) -> None:
    path = SNAPSHOTS / f"{name}.template.json"
    if request.config.getoption("update_snapshots"):
        path.write_text(json.dumps(template(name), indent=2, sort_keys=True) + "\n")
    assert template(name) == json.loads(path.read_text())


def test_every_snapshot_is_of_an_app() -> None:
    assert sorted(path.name for path in SNAPSHOTS.iterdir()) == sorted(
        f"{name}.template.json" for name in APPS
    )
