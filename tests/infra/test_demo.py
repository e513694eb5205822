"""The demo: real predictions, a readable record, and nothing left running."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.infra.conftest import ROOT

DEMO = ROOT / "examples" / "demo" / "demo.py"

pytestmark = pytest.mark.skipif(
    not (ROOT / "node_modules/.bin/cdk").exists(), reason="the CDK CLI is not installed"
)


@pytest.fixture
def mark() -> str:
    """A word in the environment of everything that a test starts."""
    return f"DEMO_TEST={uuid.uuid4()}"


def start(output: Path, record: Path, mark: str) -> subprocess.Popen[bytes]:
    name, _, value = mark.partition("=")
    with record.open("wb") as file:
        return subprocess.Popen(
            [sys.executable, str(DEMO), "--output", str(output)],
            stdout=file,
            stderr=subprocess.STDOUT,
            env={**os.environ, name: value},
            start_new_session=True,
        )


def running(mark: str) -> list[str]:
    """The processes that carry a mark."""
    if not Path("/proc/self/environ").exists():
        pytest.skip("processes are looked up in /proc")
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark.encode() in path.read_bytes():
                found.append((path.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def test_the_demo_ends_in_predictions(tmp_path: Path, model: None, mark: str) -> None:
    record = tmp_path / "record.txt"
    process = start(tmp_path / "demo", record, mark)
    assert process.wait(240) == 0, record.read_text()
    text = record.read_text()
    assert "\x1b" not in text
    assert "[5/5] invoke the endpoint through boto3" in text
    summary = {
        line[:13].strip(): line[13:].strip() for line in text.splitlines() if line[:1].isalpha()
    }
    assert summary["endpoint"] == "dev-Inference-iris-Endpoint (InService)"
    assert summary["variants"] == "AllTraffic: 1 x ml.m5.large"
    assert summary["scaling"].startswith("1 to 2 instances")
    assert summary["rollout"] == "all at once, baked for 300 s, rolled back by 1 alarm"
    assert "ErrorRate" in summary["alarms"]
    assert "is setosa" in summary["predictions"]
    assert "is versicolor" in text
    assert "is virginica" in text
    assert Path(summary["templates"]).is_file()
    assert "User Initiated" in Path(summary["log"]).read_text()
    assert running(mark) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_the_demo_leaves_nothing(
    tmp_path: Path, model: None, mark: str, number: signal.Signals
) -> None:
    record = tmp_path / "record.txt"
    process = start(tmp_path / "demo", record, mark)
    deadline = time.monotonic() + 60
    while "[3/5]" not in record.read_text() and time.monotonic() < deadline:
        assert process.poll() is None, record.read_text()
        time.sleep(0.1)
    os.kill(process.pid, number)
    assert process.wait(30) == 130
    assert "stopped; nothing is left running" in record.read_text()
    assert running(mark) == []


@pytest.fixture
def demo() -> ModuleType:
    spec = importlib.util.spec_from_file_location("demo", DEMO)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def cdk(demo: ModuleType, places: Any, *arguments: str) -> None:
    nowhere = SimpleNamespace(environment={"AWS_ENDPOINT_URL": "http://127.0.0.1:1"})
    demo._cdk(demo.Stages(), places, nowhere, list(arguments), directory=places.work)


def test_a_failure_shows_the_last_lines(
    demo: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "cdk"
    program.write_text("#!/bin/sh\nfor i in $(seq 99); do echo line $i; done\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setattr(demo.shutil, "which", lambda name, path: str(program))
    with pytest.raises(demo.DemoError, match="cdk deploy ended with exit code 3") as caught:
        cdk(demo, demo.Places(tmp_path), "deploy")
    assert "line 99" in str(caught.value)
    assert "line 1\n" not in str(caught.value)
    assert "line 1\n" in (tmp_path / "demo.log").read_text()


def test_credentials_of_the_user_are_not_passed_on(
    demo: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "cdk"
    program.write_text("#!/bin/sh\nenv\n")
    program.chmod(0o755)
    monkeypatch.setattr(demo.shutil, "which", lambda name, path: str(program))
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "secret")
    cdk(demo, demo.Places(tmp_path), "deploy")
    log = (tmp_path / "demo.log").read_text()
    assert "AWS_ENDPOINT_URL=http://127.0.0.1:1" in log
    assert "AWS_PROFILE" not in log
    assert "secret" not in log


def test_a_missing_cli_is_said(
    demo: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo.shutil, "which", lambda name, path: None)
    with pytest.raises(demo.DemoError, match="make setup"):
        cdk(demo, demo.Places(tmp_path), "deploy")
