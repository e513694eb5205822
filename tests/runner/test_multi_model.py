"""Many models in one container."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest

from sagemaker_hosting.core.errors import LocalAwsError
from sagemaker_hosting.runner.container import ModelContainer
from sagemaker_hosting.runner.multi_model import (
    TARGET_MODEL,
    MultiModelContainer,
    from_directory,
)
from sagemaker_hosting.runner.servable import RequestRefused

SCRIPT = """
import os
def model_fn(model_dir):
    with open(os.path.join(model_dir, "weight")) as file:
        return float(file.read())
def predict_fn(data, model):
    return data * model
"""


def add_model(root: Path, name: str, weight: object, *, script: str = SCRIPT) -> None:
    code = root / name / "code"
    code.mkdir(parents=True)
    (code / "inference.py").write_text(script)
    (root / name / "weight").write_text(str(weight))


@pytest.fixture
def models(tmp_path: Path) -> Path:
    root = tmp_path / "models"
    add_model(root, "two", 2)
    add_model(root, "eu/three", 3)
    with tarfile.open(root / "five.tar.gz", "w:gz") as tar:
        add_model(tmp_path / "other", "five", 5)
        tar.add(tmp_path / "other" / "five", ".")
    return root


@pytest.fixture
def served(models: Path):
    one = MultiModelContainer(ModelContainer(None), from_directory(models))
    one.start()
    yield one
    one.stop()


def ask(served: MultiModelContainer, target: str) -> object:
    answer = served.invoke(b"[1]", headers={TARGET_MODEL: target})
    assert answer.status == 200, answer.body
    return json.loads(answer.body)


def test_target_model_chooses(served: MultiModelContainer) -> None:
    assert served.loaded == []
    assert ask(served, "two.tar.gz") == [2.0]
    assert ask(served, "eu/three.tar.gz") == [3.0]
    assert ask(served, "five.tar.gz") == [5.0]
    assert ask(served, "two.tar.gz") == [2.0]
    assert served.loaded == ["eu/three.tar.gz", "five.tar.gz", "two.tar.gz"]


def test_a_model_that_was_unloaded_is_loaded_again(served: MultiModelContainer) -> None:
    ask(served, "two.tar.gz")
    assert served.unload("two.tar.gz")
    assert not served.unload("two.tar.gz")
    assert served.loaded == []
    assert ask(served, "two.tar.gz") == [2.0]


def test_models_survive_a_restart_of_the_container(served: MultiModelContainer) -> None:
    ask(served, "two.tar.gz")
    container = served._container
    assert container._process is not None
    container._process.stop()
    assert ask(served, "two.tar.gz") == [2.0]


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("", "is no path"),
        ("../two.tar.gz", "is no path"),
        ("/etc/passwd", "is no path"),
        ("nine.tar.gz", "there is no model 'nine.tar.gz'"),
    ],
)
def test_a_target_that_is_none_is_refused(
    served: MultiModelContainer, target: str, says: str
) -> None:
    with pytest.raises(RequestRefused, match=says):
        served.invoke(b"[1]", headers={TARGET_MODEL: target})


def test_a_model_that_does_not_load_can_be_mended(
    served: MultiModelContainer, models: Path
) -> None:
    add_model(models, "bad", "heavy")
    answer = served.invoke(b"[1]", headers={TARGET_MODEL: "bad.tar.gz"})
    assert answer.status == 500
    assert "could not convert string to float" in served.log_tail()
    (models / "bad" / "weight").write_text("7")
    assert ask(served, "bad.tar.gz") == [7.0]


def test_a_hostile_archive_is_refused(served: MultiModelContainer, models: Path) -> None:
    (models / "evil.tar.gz").write_bytes(b"no archive")
    with pytest.raises(LocalAwsError, match="cannot be unpacked"):
        served.invoke(b"[1]", headers={TARGET_MODEL: "evil.tar.gz"})


def test_a_slow_load_is_told_and_goes_on(models: Path, tmp_path: Path) -> None:
    go = tmp_path / "go"
    add_model(
        models,
        "slow",
        4,
        script=f"import os, time\nwhile not os.path.exists({str(go)!r}):\n    time.sleep(0.01)\n"
        + SCRIPT,
    )
    served = MultiModelContainer(
        ModelContainer(None), from_directory(models), invocation_timeout=0.3
    )
    try:
        served.start()
        with pytest.raises(RequestRefused) as caught:
            served.invoke(b"[1]", headers={TARGET_MODEL: "slow.tar.gz"})
        assert (caught.value.status, caught.value.code) == (429, "ModelNotReadyException")
        go.touch()
        served._loads["slow.tar.gz"].result(20)
        assert ask(served, "slow.tar.gz") == [4.0]
    finally:
        served.stop()


OWN_SERVER = '''
"""Room for one model: the second is told 507 until the first is unloaded."""
import json, os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

assert sys.argv[1:] == ["serve"] and os.environ["SAGEMAKER_MULTI_MODEL"] == "true"
MODELS = {}

class Requests(BaseHTTPRequestHandler):
    def do_GET(self):
        known = self.path == "/ping" or self.path.split("/")[-1] in MODELS
        self.answer(200 if known else 404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/models":
            wanted = json.loads(body)
            if MODELS:
                self.answer(507)
                return
            MODELS[wanted["model_name"]] = open(wanted["url"] + "/weight").read()
            self.answer(200)
        else:
            name = self.path.split("/")[2]
            self.answer(200 if name in MODELS else 404, MODELS.get(name, "").encode())

    def do_DELETE(self):
        self.answer(200 if MODELS.pop(self.path.split("/")[2], None) else 404)

    def answer(self, status, body=b""):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

HTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Requests).serve_forever()
'''


def test_507_makes_room_by_unloading_what_was_used_longest_ago(
    models: Path, tmp_path: Path
) -> None:
    program = tmp_path / "own.py"
    program.write_text(OWN_SERVER)
    served = MultiModelContainer(ModelContainer(None, program=program), from_directory(models))
    try:
        served.start()
        for target, weight in (("two.tar.gz", b"2"), ("five.tar.gz", b"5"), ("two.tar.gz", b"2")):
            assert served.invoke(b"", headers={TARGET_MODEL: target}).body == weight
            assert served.loaded == [target]
    finally:
        served.stop()


def test_the_container_api_lists_and_describes(served: MultiModelContainer) -> None:
    ask(served, "two.tar.gz")
    container = served._container
    (row,) = json.loads(container.request("GET", "/models").body)["models"]
    assert set(row) == {"modelName", "modelUrl"}
    assert row["modelUrl"].endswith(f"/models/{row['modelName']}/model")
    assert json.loads(container.request("GET", f"/models/{row['modelName']}").body) == row
    again = json.dumps({"model_name": row["modelName"], "url": row["modelUrl"]}).encode()
    assert container.request("POST", "/models", again).status == 409
    assert container.request("POST", "/models/none/invoke", b"[1]").status == 404
    assert container.request("GET", "/models/none").status == 404
