"""Environment files: what they say, and what is said of a mistake in them."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from infra import settings
from infra.settings.loading import FOLDER
from infra.settings.schema import schema_text
from infra.settings.units import Part
from tests.infra.conftest import ENVIRONMENTS, ROOT

DEFAULTS = (FOLDER / "defaults.yaml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "defaults.yaml").write_text(DEFAULTS, encoding="utf-8")
    return tmp_path


def load(folder: Path, text: str) -> settings.Environment:
    (folder / "test.yaml").write_text(text, encoding="utf-8")
    return settings.load("test", folder)


def refused(folder: Path, text: str) -> str:
    with pytest.raises(settings.SettingsError) as caught:
        load(folder, text)
    return str(caught.value)


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_every_environment_loads(name: str) -> None:
    assert settings.load(name).endpoints


def test_an_environment_is_a_file() -> None:
    assert settings.environment_names() == list(ENVIRONMENTS)


def test_the_file_of_the_documentation(folder: Path) -> None:
    """The example in the README."""
    endpoint = load(
        folder,
        """
        endpoints:
          churn:
            instance_type: ml.m5.xlarge
            capacity: {min: 2, max: 20}
            rollout: {canary: {size: 10%, bake: 10m}}
            model:
              image: {repository: pytorch-inference, tag: 2.3.0-cpu-py311}
              directory: build/models/churn
        """,
    ).endpoints["churn"]
    assert (endpoint.capacity.min, endpoint.capacity.max) == (2, 20)
    assert endpoint.rollout.canary is not None
    assert endpoint.rollout.canary.size == Part(10, percent=True)
    assert endpoint.rollout.canary.bake == timedelta(minutes=10)
    assert endpoint.rollout.all_at_once is None


def test_a_file_says_only_what_differs(folder: Path) -> None:
    changed = load(folder, "endpoints: {iris: {capacity: {max: 5}}}")
    default = load(folder, "")
    assert changed.endpoints["iris"].capacity.max == 5
    assert changed.endpoints["iris"].capacity.min == default.endpoints["iris"].capacity.min
    assert changed.endpoints["iris"].model == default.endpoints["iris"].model


def test_no_file_repeats_a_default() -> None:
    def repeated(own: object, default: object, path: str) -> list[str]:
        if isinstance(own, dict) and isinstance(default, dict):
            return [
                found
                for key, value in own.items()
                if key in default
                for found in repeated(value, default[key], f"{path}.{key}")
            ]
        return [path] if own == default else []

    defaults = yaml.safe_load(DEFAULTS)
    for name in ENVIRONMENTS:
        own = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
        assert repeated(own, defaults, name) == []


def test_an_endpoint_goes_before_every_endpoint(folder: Path) -> None:
    loaded = load(
        folder,
        """
        every_endpoint: {capacity: {min: 2, max: 3}, instance_type: ml.c5.large}
        endpoints: {iris: {capacity: {max: 9}}}
        """,
    ).endpoints["iris"]
    assert (loaded.capacity.min, loaded.capacity.max) == (2, 9)
    assert loaded.instance_type == "ml.c5.large"


def test_null_switches_an_alarm_off(folder: Path) -> None:
    loaded = load(folder, "every_endpoint: {alarms: {error_rate: null}}")
    assert loaded.endpoints["iris"].alarms.error_rate is None


@pytest.mark.parametrize(
    ("text", "key", "suggestion"),
    [
        ("regoin: eu-west-1", "regoin", "did you mean 'region'?"),
        (
            "endpoints: {iris: {instance_typ: ml.m5.large}}",
            "endpoints.iris.instance_typ",
            "did you mean 'instance_type'?",
        ),
        (
            "every_endpoint: {capacity: {minimum: 2}}",
            "endpoints.iris.capacity.minimum",
            "did you mean 'min'?",
        ),
        (
            "endpoints: {iris: {rollout: {canari: {}}}}",
            "endpoints.iris.rollout.canari",
            "did you mean 'canary'?",
        ),
        ("zzz: 1", "zzz", "known here: account, region"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest(
    folder: Path, text: str, key: str, suggestion: str
) -> None:
    message = refused(folder, text)
    assert f"test.yaml:1: {key}: unknown key" in message
    assert suggestion in message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("endpoints: {iris: {capacity: {min: two}}}", "endpoints.iris.capacity.min: 'two'"),
        ("endpoints: {iris: {capacity: {min: 0}}}", "endpoints.iris.capacity.min: 0"),
        ("endpoints: {iris: {capacity: {min: true}}}", "endpoints.iris.capacity.min: True"),
        (
            "endpoints: {iris: {rollout: {canary: {bake: 10}}}}",
            "endpoints.iris.rollout.canary.bake: 10 is no duration",
        ),
        (
            "endpoints: {iris: {rollout: {canary: {bake: 10 minutes}}}}",
            "'10 minutes' is no duration",
        ),
        (
            "endpoints: {iris: {rollout: {canary: {size: 0}}}}",
            "endpoints.iris.rollout.canary.size: 0 is no part of a fleet",
        ),
        ("endpoints: {iris: {rollout: {canary: {size: 1.5%}}}}", "'1.5%' is no part of a fleet"),
        ("endpoints: {iris: {alarms: {error_rate: 0.01}}}", "0.01 is no share"),
        ("endpoints: {iris: {alarms: {error_rate: 101%}}}", "'101%' is no share"),
        (
            "endpoints: {iris: {rollout: {canary: {}, rolling: {}}}}",
            "endpoints.iris.rollout: takes exactly one kind, canary, rolling is given",
        ),
        ("endpoints: {iris: {rollout: {}}}", "takes exactly one kind, nothing is given"),
        (
            "endpoints: {iris: {instance_type: m5.large}}",
            "endpoints.iris.instance_type: 'm5.large'",
        ),
        ("account: 123456789012", 'fix: write it as in account: "123456789012"'),
        ("every_endpoint: {data_capture: 0.5%}", "'0.5%' is no whole percentage"),
        ("region: Ireland", "region: 'Ireland'"),
        ("encryption: none", "encryption: 'none'"),
        ("network: {cidr: 10.0.0.0/16, availability_zones: [a]}", "network.availability_zones"),
        ("endpoints: {9lives: {}}", "endpoints.9lives"),
        ("endpoints: {new: {}}", "endpoints.new.model.image: is required"),
        ("- a list", "a file of settings is a mapping of keys"),
        ("region: [", "no YAML"),
        ("region: eu-west-1\nregion: eu-west-2", "the key is given twice, in lines 1 and 2"),
    ],
)
def test_a_wrong_value_is_refused(folder: Path, text: str, expected: str) -> None:
    message = refused(folder, text)
    assert expected in message
    assert "test.yaml" in message
    assert "fix: " in message


def test_several_mistakes_are_told_at_once(folder: Path) -> None:
    message = refused(folder, "region: Ireland\nencryption: none\n")
    assert "test.yaml:1: region: 'Ireland'" in message
    assert "test.yaml:2: encryption: 'none'" in message


def test_a_mistake_in_the_defaults_is_told_as_such(folder: Path) -> None:
    (folder / "defaults.yaml").write_text(DEFAULTS.replace("bake: 5m", "bake: soon"))
    message = refused(folder, "region: eu-west-2")
    assert "defaults.yaml:" in message
    assert "'soon' is no duration" in message


def test_an_unknown_environment_is_refused_with_the_nearest() -> None:
    with pytest.raises(settings.SettingsError, match="no environment 'prodd'") as caught:
        settings.load("prodd")
    assert "did you mean 'prod'?" in str(caught.value)
    assert "dev, prod, staging" in str(caught.value)


def test_the_schema_for_editors_is_in_step() -> None:
    written = (FOLDER / "schema.json").read_text(encoding="utf-8")
    assert written == schema_text(), "run: python -m infra.settings --schema"


def test_every_file_names_the_schema() -> None:
    for path in FOLDER.glob("*.yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first == "# yaml-language-server: $schema=./schema.json", path.name


def test_every_file_satisfies_the_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    for path in FOLDER.glob("*.yaml"):
        jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"regoin": "eu-west-1"}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"every_endpoint": {"rollout": {"canary": {"bake": 10}}}}, schema)


def test_the_module_checks_all_environments() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "infra.settings"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.splitlines() == [f"{name}: iris" for name in ENVIRONMENTS]
