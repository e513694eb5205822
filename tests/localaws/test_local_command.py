"""The command `sagemaker-hosting local`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("click")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sagemaker_hosting.cli.main", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_start_status_stop(tmp_path: Path) -> None:
    state = ("--state", str(tmp_path / "state.json"))
    started = run("local", "start", "--port", "0", "--region", "eu-west-1", *state)
    try:
        assert started.returncode == 0, started.stderr
        assert "export AWS_ENDPOINT_URL=http://127.0.0.1:" in started.stdout
        assert "export AWS_REGION=eu-west-1" in started.stdout
        found = json.loads(run("local", "status", "--format", "json", *state).stdout)
        assert found["endpoints"] == []
        assert found["url"] in run("local", "status", *state).stdout
        again = run("local", "start", *state)
        assert again.returncode == 1
        assert again.stderr.startswith("Error: the local AWS already runs")
        assert "fix: " in again.stderr
    finally:
        stopped = run("local", "stop", *state)
    assert stopped.stdout.startswith("stopped http://127.0.0.1:")


def test_fails_when_nothing_runs(tmp_path: Path) -> None:
    answer = run("local", "stop", "--state", str(tmp_path / "none.json"))
    assert answer.returncode == 1
    assert answer.stderr.startswith("Error: no local AWS is running")
    assert "fix: start it with: sagemaker-hosting local start" in answer.stderr


def test_usage_errors_exit_with_2() -> None:
    assert run("local", "nothing").returncode == 2
    assert run("local", "start", "--port", "x").returncode == 2


def test_help_imports_no_moto() -> None:
    program = (
        "import sys\nfrom sagemaker_hosting.cli.main import main\n"
        "main(['local', '--help'], standalone_mode=False)\n"
        "print('moto' in sys.modules, 'aws_cdk' in sys.modules)"
    )
    output = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True
    ).stdout
    assert "start" in output
    assert output.endswith("False False\n")
