"""The front on loopback: what reaches a container, and what SageMaker answers by itself."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from sagemaker_hosting.core.errors import LocalAwsError
from sagemaker_hosting.runner.container import ModelContainer
from sagemaker_hosting.runner.front import Front, FrontLimits

Script = Callable[[str], Path]
ECHO = """
import os
def model_fn(model_dir):
    return 1
def transform_fn(model, data, content_type, accept):
    if data == b"exit":
        os._exit(9)
    if data == b"slow":
        import time
        time.sleep(30)
    return data
"""
STREAMS = """
import os, sys, time
from http.server import BaseHTTPRequestHandler, HTTPServer

class Requests(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.part(b"first ")
        if body == b"break":
            os._exit(1)
        # The rest only once the client says that it has the first part.
        while not os.path.exists(body.decode()):
            time.sleep(0.01)
        self.part(b"second")
        self.part(b"")

    def part(self, data):
        self.wfile.write(b"%x\\r\\n%b\\r\\n" % (len(data), data))
        self.wfile.flush()

    def log_message(self, *_):
        pass

HTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Requests).serve_forever()
"""


@pytest.fixture
def front(script: Script) -> Iterator[Front]:
    container = ModelContainer(script(ECHO), invocation_timeout=1)
    limits = FrontLimits(request_bytes=1000)
    with container, Front(container, 0, limits=limits) as front:
        yield front


def connect(front: Front) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", urlsplit(front.url).port, timeout=20)


def post(
    front: Front, body: bytes, path: str = "/invocations", **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = connect(front)
    connection.request("POST", path, body, {"Content-Type": "x/y", **headers})
    response = connection.getresponse()
    return response, response.read()


def test_ping_and_invocations_reach_the_container(front: Front) -> None:
    connection = connect(front)
    connection.request("GET", "/ping")
    assert connection.getresponse().status == 200
    response, body = post(front, b"hello", Accept="text/plain")
    assert (response.status, body) == (200, b"hello")
    assert response.headers["Content-Type"] == "text/plain"


@pytest.mark.parametrize("path", ["/", "/invocation", "/models"])
def test_other_paths_are_not_there(front: Front, path: str) -> None:
    assert post(front, b"", path)[0].status == 404


def test_a_payload_at_the_limit_passes_and_one_above_it_is_refused(front: Front) -> None:
    assert post(front, b"x" * 1000)[0].status == 200
    response, body = post(front, b"x" * 1001)
    assert response.status == 413
    assert "1001 bytes" in json.loads(body)["message"]
    assert response.headers["x-amzn-ErrorType"] == "ValidationError"


def test_the_published_limits() -> None:
    assert FrontLimits().request_bytes == 25 * 1024**2
    assert FrontLimits.serverless().request_bytes == 4 * 1024**2


def test_a_payload_of_unknown_length_is_refused(front: Front) -> None:
    connection = connect(front)
    connection.putrequest("POST", "/invocations")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    assert connection.getresponse().status == 411


def test_a_slow_invocation_is_a_model_error_and_the_model_lives_on(front: Front) -> None:
    response, body = post(front, b"slow")
    assert response.status == 424
    assert "no answer within 1 s" in json.loads(body)["OriginalMessage"]
    assert post(front, b"hello")[1] == b"hello"


def test_a_crash_is_a_model_error_and_the_model_comes_back(front: Front) -> None:
    response, body = post(front, b"exit")
    assert response.status == 424
    assert response.headers["x-amzn-ErrorType"] == "ModelError"
    assert "exit code 9" in json.loads(body)["OriginalMessage"]
    assert post(front, b"hello")[1] == b"hello"


def test_many_clients_at_once(front: Front) -> None:
    bodies = [f"client {number}".encode() for number in range(40)]
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda body: post(front, body)[1], bodies))
    assert answers == bodies


def test_a_port_that_is_taken_is_said(script: Script) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(LocalAwsError, match=f"port {port} cannot be listened on"):
            Front(ModelContainer(script(ECHO)), port)


@pytest.fixture
def streaming(tmp_path: Path) -> Iterator[Front]:
    program = tmp_path / "streams.py"
    program.write_text(STREAMS)
    model = tmp_path / "model"
    model.mkdir()
    with ModelContainer(model, program=program) as container, Front(container, 0) as front:
        yield front


def test_a_stream_is_passed_on_as_it_is_written(streaming: Front, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    connection = connect(streaming)
    connection.request("POST", "/invocations-response-stream", str(seen).encode())
    response = connection.getresponse()
    assert response.read1() == b"first "
    seen.touch()
    assert response.read() == b"second"


def test_a_stream_that_breaks_off_does_not_look_complete(streaming: Front) -> None:
    connection = connect(streaming)
    connection.request("POST", "/invocations-response-stream", b"break")
    response = connection.getresponse()
    with pytest.raises(http.client.IncompleteRead):
        response.read()


def test_invoke_waits_for_the_whole_of_a_streamed_answer(streaming: Front, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    seen.touch()
    assert post(streaming, str(seen).encode())[1] == b"first second"


@pytest.fixture
def boto() -> Callable[[Front], Any]:
    """Return a client of the runtime API that talks to a front."""
    import boto3
    from botocore.config import Config

    def connect(front: Front) -> Any:
        return boto3.client(
            "sagemaker-runtime",
            endpoint_url=front.url,
            region_name="eu-west-1",
            aws_access_key_id="any",
            aws_secret_access_key="any",
            config=Config(retries={"total_max_attempts": 1}),
        )

    return connect


def test_boto3_invokes_the_model(front: Front, boto: Callable[[Front], Any]) -> None:
    answer = boto(front).invoke_endpoint(
        EndpointName="any", Body=b"hello", ContentType="x/y", Accept="text/plain"
    )
    assert answer["Body"].read() == b"hello"
    assert answer["ContentType"] == "text/plain"
    assert answer["InvokedProductionVariant"] == "AllTraffic"


def test_boto3_gets_a_model_error(front: Front, boto: Callable[[Front], Any]) -> None:
    from botocore.exceptions import ClientError

    with pytest.raises(ClientError) as caught:
        boto(front).invoke_endpoint(EndpointName="any", Body=b"exit", ContentType="x/y")
    answer = caught.value.response
    assert answer["Error"]["Code"] == "ModelError"
    assert answer["OriginalStatusCode"] == 0
    assert "exit code 9" in answer["OriginalMessage"]
    with pytest.raises(ClientError) as caught:
        boto(front).invoke_endpoint(EndpointName="any", Body=b"\xff", ContentType="text/csv")
    assert caught.value.response["OriginalStatusCode"] == 500
    assert "can't decode byte" in caught.value.response["OriginalMessage"]
    with pytest.raises(ClientError, match="1001 bytes"):
        boto(front).invoke_endpoint(EndpointName="any", Body=b"x" * 1001)


def test_boto3_reads_a_stream(
    streaming: Front, boto: Callable[[Front], Any], tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    answer = boto(streaming).invoke_endpoint_with_response_stream(
        EndpointName="any", Body=str(seen).encode()
    )
    parts = []
    for event in answer["Body"]:
        parts.append(event["PayloadPart"]["Bytes"])
        seen.touch()
    assert b"".join(parts) == b"first second"
    assert parts[0] == b"first "


def test_boto3_is_told_of_a_stream_that_breaks_off(
    streaming: Front, boto: Callable[[Front], Any]
) -> None:
    from botocore.exceptions import EventStreamError

    answer = boto(streaming).invoke_endpoint_with_response_stream(EndpointName="any", Body=b"break")
    events = iter(answer["Body"])
    assert next(events)["PayloadPart"]["Bytes"] == b"first "
    with pytest.raises(EventStreamError, match=r"ModelStreamError.*exit code 1"):
        next(events)
