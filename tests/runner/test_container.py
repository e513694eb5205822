"""The runner alone: contract, failures, processes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sagemaker_hosting.core.errors import LocalAwsError
from sagemaker_hosting.runner.container import ModelContainer
from sagemaker_hosting.runner.servable import ContainerFailure
from tests.localaws.account import alive

Script = Callable[[str], Path]
MODEL = "def model_fn(model_dir):\n    return 2\n"
PREDICT = "def predict_fn(data, model):\n    return data * model\n"
SERVE = """#!/usr/bin/env python3
import os
from http.server import BaseHTTPRequestHandler, HTTPServer


class Requests(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(int(self.headers.get("X-Amzn-SageMaker-Custom-Attributes") or 200))
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(body[::-1])

    def log_message(self, *_):
        pass


HTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Requests).serve_forever()
"""


def test_default_handlers_decode_and_encode_json(script: Script) -> None:
    with ModelContainer(script(MODEL + PREDICT)) as container:
        answer = container.invoke(b"[[1, 2]]")
    assert (answer.status, answer.body) == (200, b"[[2.0, 4.0]]")
    assert answer.content_type == "application/json"


def test_default_handlers_decode_and_encode_csv(script: Script) -> None:
    with ModelContainer(script(MODEL + PREDICT)) as container:
        answer = container.invoke(b"1,2\n3,4", content_type="text/csv", accept="text/csv")
    assert answer.body == b"2.0,4.0\n6.0,8.0\n"


def test_default_handlers_decode_and_encode_npy(script: Script) -> None:
    import io

    import numpy

    buffer = io.BytesIO()
    numpy.save(buffer, numpy.array([1.5]))
    npy = "application/x-npy"
    with ModelContainer(script(MODEL + PREDICT)) as container:
        answer = container.invoke(buffer.getvalue(), content_type=npy, accept=npy)
    assert numpy.load(io.BytesIO(answer.body)).tolist() == [3.0]


def test_fails_with_415_for_a_content_type_without_decoder(script: Script) -> None:
    with ModelContainer(script(MODEL + PREDICT)) as container:
        assert container.invoke(b"x", content_type="image/png").status == 415


def test_fails_with_406_for_an_accept_without_encoder(script: Script) -> None:
    with ModelContainer(script(MODEL + PREDICT)) as container:
        assert container.invoke(b"[1]", accept="image/png").status == 406


def test_transform_fn_with_context(script: Script) -> None:
    text = (
        MODEL + "def transform_fn(model, data, content_type, accept, context):\n    return data\n"
    )
    with ModelContainer(script(text)) as container:
        assert container.invoke(b"same").body == b"same"


def test_fails_when_transform_fn_is_mixed_with_predict_fn(script: Script) -> None:
    text = (
        MODEL + PREDICT + "def transform_fn(model, data, content_type, accept):\n    return data\n"
    )
    with pytest.raises(ContainerFailure) as caught, ModelContainer(script(text)):
        pass
    assert "Cannot use transform_fn implementation in conjunction" in caught.value.log_tail


def test_fails_at_start_when_model_fn_raises(script: Script) -> None:
    text = "def model_fn(model_dir):\n    raise OSError('no weights')\n"
    with pytest.raises(ContainerFailure) as caught, ModelContainer(script(text)):
        pass
    assert caught.value.kind == "start"
    assert "no weights" in caught.value.log_tail


def test_fails_at_start_when_model_fn_has_too_many_arguments(script: Script) -> None:
    text = "def model_fn(a, b, c):\n    return 1\n"
    with pytest.raises(ContainerFailure) as caught, ModelContainer(script(text)):
        pass
    assert "model_fn takes 3 arguments but 1 were given" in caught.value.log_tail


def test_fails_at_start_without_model_fn(script: Script) -> None:
    with pytest.raises(ContainerFailure) as caught, ModelContainer(script(PREDICT)):
        pass
    assert "Please provide a model_fn implementation" in caught.value.log_tail


def test_model_fn_may_return_none_until_it_is_used(script: Script) -> None:
    with ModelContainer(script("def model_fn(model_dir):\n    return None\n")) as container:
        answer = container.invoke(b"[1]")
    assert answer.status == 500
    assert b"'NoneType' object has no attribute 'predict'" in answer.body


def test_fails_when_output_fn_returns_no_bytes(script: Script) -> None:
    text = MODEL + PREDICT + "def output_fn(prediction, accept):\n    return {'a': 1}\n"
    with ModelContainer(script(text)) as container:
        answer = container.invoke(b"[1]")
    assert answer.status == 500
    assert b"must be str or bytes, not dict" in answer.body


def test_slow_model_is_ended_and_started_again(script: Script) -> None:
    text = (
        "import time\n" + MODEL + "def predict_fn(data, model):\n"
        "    time.sleep(float(data[0]))\n    return data\n"
    )
    with ModelContainer(script(text), invocation_timeout=0.5) as container:
        first = container.pid
        with pytest.raises(ContainerFailure) as caught:
            container.invoke(b"[30]")
        assert caught.value.kind == "timeout"
        assert container.invoke(b"[0]").status == 200
        assert container.pid != first


def test_crash_is_told_with_the_exit_code_and_the_log(script: Script) -> None:
    text = (
        "import os\n" + MODEL + "def predict_fn(data, model):\n"
        "    print('last words', flush=True)\n    os._exit(7)\n"
    )
    with ModelContainer(script(text)) as container, pytest.raises(ContainerFailure) as caught:
        container.invoke(b"[1]")
    assert caught.value.kind == "crash"
    assert "exit code 7" in caught.value.message
    assert "last words" in caught.value.log_tail


def test_fails_when_ping_never_answers(tmp_path: Path) -> None:
    serve = tmp_path / "serve"
    serve.write_text("#!/bin/sh\nsleep 60\n")
    serve.chmod(0o755)
    with pytest.raises(ContainerFailure, match="/ping did not answer"):
        ModelContainer(tmp_path, startup_timeout=0.3).start()


def test_own_server_answers(tmp_path: Path) -> None:
    (tmp_path / "serve").write_text(SERVE)
    (tmp_path / "serve").chmod(0o755)
    with ModelContainer(tmp_path) as container:
        answer = container.invoke(b"abc")
        assert (answer.body, answer.content_type) == (b"cba", "text/plain")
        headers = {"X-Amzn-SageMaker-Custom-Attributes": "422"}
        assert container.invoke(b"abc", headers=headers).status == 422


def test_fails_when_serve_is_not_executable(tmp_path: Path) -> None:
    (tmp_path / "serve").write_text(SERVE)
    with pytest.raises(ContainerFailure) as caught:
        ModelContainer(tmp_path).start()
    assert "Permission denied" in caught.value.log_tail


def test_fails_when_the_own_server_speaks_no_http(tmp_path: Path) -> None:
    text = SERVE.replace(
        "        self.send_response(int(",
        "        self.wfile.write(b'\\0\\0')\n        return\n        self.send_response(int(",
    )
    (tmp_path / "serve").write_text(text)
    (tmp_path / "serve").chmod(0o755)
    with ModelContainer(tmp_path) as container, pytest.raises(ContainerFailure) as caught:
        container.invoke(b"abc")
    assert caught.value.kind == "malformed"


def test_fails_without_script_or_server(tmp_path: Path) -> None:
    (tmp_path / "model.joblib").write_bytes(b"")
    with pytest.raises(LocalAwsError, match=r"has no code/inference\.py"):
        ModelContainer(tmp_path).start()


def test_program_and_submit_directory_are_honoured(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "entry.py").write_text("import helper\n" + MODEL + PREDICT)
    (tmp_path / "src" / "helper.py").write_text("")
    environment = {
        "SAGEMAKER_PROGRAM": "entry.py",
        "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/src",
    }
    with ModelContainer(tmp_path, environment) as container:
        assert container.invoke(b"[1]").status == 200


def test_model_sees_its_environment_and_not_the_hosts_credentials(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "real")
    text = (
        "import json, os\n" + MODEL + "def transform_fn(model, data, content_type, accept):\n"
        "    return json.dumps(dict(os.environ))\n"
    )
    with ModelContainer(script(text), {"MINE": "1"}, region="eu-west-1") as container:
        seen = container.invoke(b"").body.decode()
    assert '"MINE": "1"' in seen
    assert '"AWS_REGION": "eu-west-1"' in seen
    assert "AWS_SECRET_ACCESS_KEY" not in seen
    assert "SM_MODEL_DIR" not in seen


def test_stop_leaves_no_process_not_even_a_daemon(script: Script, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    text = (
        "import subprocess\n"
        f"child = subprocess.Popen(['sleep', '300'], start_new_session=True)\n"
        f"open({str(note)!r}, 'w').write(str(child.pid))\n" + MODEL
    )
    container = ModelContainer(script(text))
    container.start()
    daemon, leader = int(note.read_text()), container.pid
    container.stop()
    assert leader is not None
    assert not alive(leader)
    assert not alive(daemon)


def test_sigterm_gives_the_model_time_to_end_by_itself(script: Script, tmp_path: Path) -> None:
    note = tmp_path / "note"
    text = (
        "import signal, sys\n"
        "def bye(*_):\n"
        f"    open({str(note)!r}, 'w').write('bye')\n"
        "    sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, bye)\n" + MODEL
    )
    container = ModelContainer(script(text))
    container.start()
    assert container.stop(grace=20)
    assert note.read_text() == "bye"


def test_what_ignores_sigterm_is_killed_after_the_grace(script: Script) -> None:
    text = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + MODEL
    container = ModelContainer(script(text))
    container.start()
    pid = container.pid
    assert pid is not None
    assert not container.stop(grace=0.2)
    assert not alive(pid)
