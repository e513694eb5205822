"""A value that SageMaker would refuse comes back with the file and the key."""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from infra import settings
from infra.settings import loading
from infra.stages import EnvironmentStage


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: None) -> Path:
    (tmp_path / "defaults.yaml").write_text(
        (loading.FOLDER / "defaults.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    monkeypatch.setattr(settings, "where", lambda name, keys: loading.where(name, keys, tmp_path))
    return tmp_path


def declare(folder: Path, text: str) -> EnvironmentStage:
    (folder / "test.yaml").write_text(text, encoding="utf-8")
    return EnvironmentStage(cdk.App(), "test", settings=settings.load("test", folder))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rollout: {canary: {size: 60%, bake: 10m}}", "50"),
        ("rollout: {canary: {size: 50%, bake: 2h}}", "3600"),
        ("capacity: {min: 3, max: 2}", "3"),
        ("instance_type: ml.inf1.xlarge", "ml.inf1"),
        ("model: {directory: build/models/rose}", "build/models/rose"),
        ("model: {image: {tag: latest}}", "latest"),
    ],
)
def test_an_endpoint_that_cannot_work_is_refused(folder: Path, text: str, expected: str) -> None:
    with pytest.raises(settings.SettingsError) as caught:
        declare(folder, f"\nendpoints:\n  iris:\n    {text}\n")
    message = str(caught.value)
    assert "test.yaml:3: endpoints.iris: " in message
    assert expected in message
    assert "fix: " in message


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{canary: {size: 1, bake: 90s}}", "CANARY"),
        ("{linear: {step: 50%, bake: 5m, termination_wait: 1m}}", "LINEAR"),
        ("{all_at_once: {}}", "ALL_AT_ONCE"),
        ("{rolling: {batch: 25%, bake: 5m}}", "MaximumBatchSize"),
    ],
)
def test_every_rollout_can_be_written(folder: Path, text: str, kind: str) -> None:
    stage = declare(folder, f"every_endpoint: {{capacity: {{min: 4, max: 8}}, rollout: {text}}}")
    found = Template.from_stack(stage.inference).find_resources("AWS::SageMaker::Endpoint")
    assert kind in str(found)
