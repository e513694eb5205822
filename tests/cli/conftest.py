"""How the tests of the command line run it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from moto.server import ThreadedMotoServer

from sagemaker_hosting.cli.main import main
from tests.cli.support import Run


@pytest.fixture
def run() -> Run:
    def call(*arguments: object, **options: Any) -> Result:
        finished = CliRunner().invoke(main, [str(each) for each in arguments], **options)
        if finished.exception is not None and not isinstance(finished.exception, SystemExit):
            raise finished.exception
        return finished

    return call


@pytest.fixture
def check(run: Run) -> Run:
    """Run `check` without cfn-lint."""

    def call(*arguments: object, **options: Any) -> Result:
        return run("check", "--no-cfn-lint", *arguments, **options)

    return call


@pytest.fixture
def found(check: Run) -> Callable[..., list[dict[str, Any]]]:
    """Run `check --format json` and return what it found."""

    def call(*arguments: object) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = json.loads(check("--format", "json", *arguments).output)
        return listed

    return call


@pytest.fixture(scope="session")
def emulator() -> Iterator[str]:
    """An AWS of moto's, for the commands that ask one; its address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def aws(emulator: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let boto3 find the emulator."""
    for name, value in (
        ("AWS_ENDPOINT_URL", emulator),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("AWS_DEFAULT_REGION", "eu-west-1"),
    ):
        monkeypatch.setenv(name, value)
    return emulator


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    def to(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return to
