"""The command `artifact serve`, as a process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SCRIPT = """
import os, signal, sys

def bye(*_):
    print("saying goodbye", flush=True)
    sys.exit(0)

signal.signal(signal.SIGTERM, bye)
print("loading", os.environ["COLOUR"], flush=True)

def model_fn(model_dir):
    return os.getpid()

def transform_fn(model, data, content_type, accept):
    return str(model)
"""
COMMAND = [sys.executable, "-m", "sagemaker_hosting.cli.main", "artifact", "serve", "--port", "0"]


@pytest.fixture
def started() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    running: list[subprocess.Popen[str]] = []

    def start(*arguments: object) -> subprocess.Popen[str]:
        running.append(
            subprocess.Popen(
                [*COMMAND, *map(str, arguments)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return running[-1]

    yield start
    for process in running:
        # Not killed: it removes its files when it is asked to end.
        process.terminate()
        process.communicate(timeout=40)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "model" / "code").mkdir(parents=True)
    (tmp_path / "model" / "code" / "inference.py").write_text(SCRIPT)
    return tmp_path / "model"


def url_of(process: subprocess.Popen[str], method: str) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(method):
            return line.split()[1]
    raise AssertionError(process.communicate()[1])


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_end(
    started: Callable[..., subprocess.Popen[str]], model: Path, ending: signal.Signals
) -> None:
    process = started(model, "--env", "COLOUR=blue")
    ping = url_of(process, "GET")
    assert ping.startswith("http://127.0.0.1:")
    with urllib.request.urlopen(ping, timeout=10) as answer:
        assert answer.status == 200
    request = urllib.request.Request(url_of(process, "POST"), b"x", {"Content-Type": "x/y"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        pid = int(answer.read())
    process.send_signal(ending)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    assert "SIGTERM to the containers\nended after" in out
    assert "loading blue" in err
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_model_that_does_not_start_says_why(
    started: Callable[..., subprocess.Popen[str]], model: Path
) -> None:
    (model / "code" / "inference.py").write_text("import nothing_like_it\n")
    process = started(model)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "Error: the model server ended with exit code 1 before it was ready" in err
    assert "cause: the script imports nothing_like_it, which is not installed here" in err


def test_an_archive_without_a_script_is_refused(
    started: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    _, err = started(tmp_path / "empty").communicate(timeout=30)
    assert "Error: the model archive has no code/inference.py" in err
    assert "fix: put the handler script at code/inference.py" in err


def test_a_directory_of_models_answers_by_target_model(
    started: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    for name in ("a", "b"):
        code = tmp_path / "models" / name / "code"
        code.mkdir(parents=True)
        (code / "inference.py").write_text(
            f"def model_fn(d):\n    return {name!r}\n"
            "def transform_fn(model, data, content_type, accept):\n    return model\n"
        )
    process = started(tmp_path / "models", "--multi-model")
    url = url_of(process, "POST")
    for name in ("b", "a"):
        headers = {"Content-Type": "x/y", "X-Amzn-SageMaker-Target-Model": f"{name}.tar.gz"}
        request = urllib.request.Request(url, b"", headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.read() == name.encode()
    missing = urllib.request.Request(url, b"", {"X-Amzn-SageMaker-Target-Model": "c.tar.gz"})
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(missing, timeout=30)
    assert "there is no model 'c.tar.gz'" in json.loads(caught.value.read())["message"]
