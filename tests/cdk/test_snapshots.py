"""The templates of representative apps, word for word.

To accept a change: ``pytest tests/cdk/test_snapshots.py --snapshot-update``; then review the diff.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex

from tests.cdk.apps import APPS, template


class TemplateExtension(SingleFileSnapshotExtension):
    """One ``snapshots/<app>.template.json`` for each app."""

    _write_mode = WriteMode.TEXT
    file_extension = "template.json"

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        return str(Path(test_location.filepath).parent / "snapshots")

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: SnapshotIndex = 0) -> str:
        return str(index)

    def serialize(self, data: Any, **_: Any) -> str:
        return json.dumps(data, indent=2, sort_keys=True) + "\n"


@pytest.mark.parametrize("name", APPS)
def test_the_template_of_an_app(name: str, snapshot: SnapshotAssertion) -> None:
    assert template(name) == snapshot(name=name, extension_class=TemplateExtension)
