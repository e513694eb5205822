"""Several processes for one model, and what they log."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sagemaker_hosting.runner.container import ModelContainer
from sagemaker_hosting.runner.servable import ContainerFailure

Script = Callable[[str], Path]
TWO = {"SAGEMAKER_MODEL_SERVER_WORKERS": "2"}
# Each request waits until another has arrived: only two workers at once can answer.
MEET = """
import os, time

def model_fn(model_dir):
    return model_dir

def transform_fn(model, data, content_type, accept):
    mine = os.path.join({place!r}, data.decode())
    open(mine, "w").close()
    deadline = time.monotonic() + 15
    while len(os.listdir({place!r})) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    return str((len(os.listdir({place!r})), os.getpid()))
"""


def test_two_workers_answer_two_requests_at_once(script: Script, tmp_path: Path) -> None:
    place = tmp_path / "arrived"
    place.mkdir()
    model = script(MEET.format(place=str(place)))
    with ModelContainer(model, TWO) as container, ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(lambda body: container.invoke(body, content_type="x/y").body, [b"a", b"b"])
        )
    met = [eval(answer) for answer in answers]
    assert [count for count, _ in met] == [2, 2]
    assert len({pid for _, pid in met}) == 2


def test_a_worker_that_dies_fails_its_request_and_is_replaced(script: Script) -> None:
    text = (
        "import os\n"
        "def model_fn(model_dir):\n    return 1\n"
        "def transform_fn(model, data, content_type, accept):\n"
        "    if data == b'die':\n        os._exit(3)\n    return data\n"
    )
    with ModelContainer(script(text), TWO) as container:
        dead = container.invoke(b"die", content_type="x/y")
        alive = [container.invoke(b"live", content_type="x/y").body for _ in range(3)]
    assert dead.status == 500
    assert b"ended with exit code 3" in dead.body
    assert alive == [b"live"] * 3


def test_workers_that_do_not_load_do_not_start(script: Script) -> None:
    text = "def model_fn(model_dir):\n    raise OSError('no weights')\n"
    with pytest.raises(ContainerFailure) as caught:
        ModelContainer(script(text), TWO).start()
    assert "no weights" in caught.value.log_tail


@pytest.mark.parametrize(("level", "seen"), [("10", True), ("30", False)])
def test_the_log_level_of_the_container_is_that_of_the_model(
    script: Script, level: str, seen: bool
) -> None:
    text = "import logging\ndef model_fn(d):\n    logging.info('loading')\n    return 1\n"
    with ModelContainer(script(text), {"SAGEMAKER_CONTAINER_LOG_LEVEL": level}) as container:
        assert ("loading" in container.log_tail()) is seen


@pytest.mark.parametrize(
    "name", ["SAGEMAKER_MODEL_SERVER_TIMEOUT", "SAGEMAKER_TS_RESPONSE_TIMEOUT"]
)
def test_the_model_server_gives_a_worker_as_long_as_it_is_told(script: Script, name: str) -> None:
    text = (
        "import time\ndef model_fn(d):\n    return 1\n"
        "def transform_fn(model, data, content_type, accept):\n    time.sleep(30)\n"
    )
    with (
        ModelContainer(script(text), {name: "1"}) as container,
        pytest.raises(ContainerFailure, match="no answer within 1 s"),
    ):
        container.invoke(b"x")
