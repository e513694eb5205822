"""What holds for every test: no network beyond this machine, no account, repeatable examples."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings
from pytest_socket import socket_allow_hosts

PURE = ("pure", "core", "artifact", "cli", "architecture")
ORDER = (*PURE, "runner", "cdk", "examples", "localaws", "infra", "package")

# The same examples in every run: a failure in CI is a failure here.
settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("repeatable")


def pytest_configure(config: pytest.Config) -> None:
    # A shell starts what it runs in the background with SIGINT ignored, and children inherit that:
    # the tests of Ctrl-C would wait for ever.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in [name for name in os.environ if name.startswith(("AWS_", "CDK_"))]:
        del os.environ[name]
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
    os.environ["CDK_DISABLE_CLI_TELEMETRY"] = "true"
    # jsii's Node.js process starts in half the time when its byte code is kept.
    cache = config.rootpath / ".venv" / "node-compile-cache"
    if cache.parent.is_dir():
        os.environ.setdefault("NODE_COMPILE_CACHE", str(cache))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put what needs no Node.js first: it is fast, and what it finds explains what follows."""
    items.sort(key=lambda item: _rank(item.path.relative_to(config.rootpath / "tests")))


def _rank(path: Path) -> int:
    return ORDER.index(path.parts[0]) if path.parts[0] in ORDER else len(ORDER)


@pytest.fixture(autouse=True)
def loopback_only() -> None:
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
