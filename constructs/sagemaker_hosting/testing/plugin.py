"""pytest fixtures; loaded by pytest itself, so nothing heavy is imported before it is used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sagemaker_hosting.localaws.server import LocalAws


@pytest.fixture(scope="session")
def local_aws_server() -> Iterator[LocalAws]:
    """A local AWS in a process of its own on a free port, one for the whole session.

    With pytest-xdist each worker has its own.
    """
    from sagemaker_hosting.localaws.server import LocalAws

    with LocalAws(speed=6000) as server:
        yield server


@pytest.fixture
def local_aws(local_aws_server: LocalAws) -> LocalAws:
    """The session's local AWS, empty.

    Offers `endpoint_url`, `environment` (for subprocesses), `client("sagemaker-runtime")` and
    `reset()`.
    """
    local_aws_server.reset()
    return local_aws_server
