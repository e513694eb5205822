"""The front of what is served: /ping and /invocations on loopback, with the limits of SageMaker."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sagemaker_hosting.core.errors import HostingError, LocalAwsError
from sagemaker_hosting.facts.limits import REALTIME_PAYLOAD_BYTES, SERVERLESS_PAYLOAD_BYTES
from sagemaker_hosting.runner import runtime_api
from sagemaker_hosting.runner.multi_model import TARGET_MODEL
from sagemaker_hosting.runner.servable import (
    ContainerAnswer,
    ContainerFailure,
    ContainerStream,
    RequestRefused,
    Servable,
)

ATTRIBUTES = "X-Amzn-SageMaker-Custom-Attributes"
VARIANT = "x-Amzn-Invoked-Production-Variant"
_LAST_CHUNK = b"0\r\n\r\n"
PASSED = (ATTRIBUTES, "X-Amzn-SageMaker-Inference-Id", "X-Amzn-SageMaker-Session-Id", TARGET_MODEL)
"""The headers that reach the container besides Content-Type and Accept."""


@dataclass(frozen=True)
class FrontLimits:
    """What an endpoint lets through.

    Args:
        request_bytes: Bytes of a payload. Default: 25 MiB, those of a real-time endpoint.
        is_serverless: Whether it is a serverless endpoint, in messages.
    """

    request_bytes: int = REALTIME_PAYLOAD_BYTES.value
    is_serverless: bool = False

    @classmethod
    def serverless(cls) -> FrontLimits:
        """Return the limits of a serverless endpoint: 4 MiB."""
        return cls(SERVERLESS_PAYLOAD_BYTES.value, is_serverless=True)

    def check(self, size: int) -> None:
        """Raise RequestRefused when a payload of ``size`` bytes is too large."""
        if size > self.request_bytes:
            kind = "a serverless" if self.is_serverless else "a real-time"
            raise RequestRefused(
                413,
                "ValidationError",
                f"the payload has {size} bytes; an invocation of {kind} endpoint takes at most "
                f"{self.request_bytes}",
            )


class Front:
    """An HTTP server on loopback before a servable.

    `POST /invocations` passes a request to the container and its answer back, in the time of
    InvokeEndpoint; `POST /invocations-response-stream` likewise, part by part, in that of
    InvokeEndpointWithResponseStream; `GET /ping` says what the container says. Below
    `/endpoints/NAME` it speaks the runtime API, for boto3 and what is built on it.

    Args:
        servable: What answers.
        port: Where to listen; 0 for any free port.
        limits: What is let through. Default: those of a real-time endpoint.

    Raises:
        LocalAwsError: The port is taken.

    Example:
        with Front(container, port=0) as front:
            urllib.request.urlopen(f"{front.url}/ping")
    """

    def __init__(
        self, servable: Servable, port: int = 8080, *, limits: FrontLimits | None = None
    ) -> None:
        try:
            self._server = _Server(("127.0.0.1", port), _Requests)
        except OSError as error:
            raise LocalAwsError(
                f"port {port} cannot be listened on: {error.strerror}",
                fix="choose another with --port, or 0 for any that is free",
            ) from error
        self._server.servable = servable
        self._server.limits = limits or FrontLimits()
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> Front:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    servable: Servable
    limits: FrontLimits


class _Requests(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    _streaming = False
    _by_api = False

    def do_GET(self) -> None:
        if self.path != "/ping":
            self._send(404, b"", "text/plain")
            return
        self._send(200 if self.server.servable.ping() else 503, b"", "text/plain")

    def do_POST(self) -> None:
        path, self._by_api = runtime_api.operation(self.path)
        if path not in ("/invocations", "/invocations-response-stream"):
            self.close_connection = True
            self._send(404, b"", "text/plain")
            return
        try:
            body = self._body()
            with self._failures_told():
                if path == "/invocations":
                    self._invoke(body)
                else:
                    self._stream(body)
        except _ModelError as error:
            self._end_with(error)
        except RequestRefused as refused:
            body = json.dumps({"message": refused.message}).encode()
            self._send_error(refused.status, refused.code, body)
        except (_ClientGone, BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _invoke(self, body: bytes) -> None:
        content_type, accept, passed = self._sent()
        answer = self.server.servable.invoke(
            body, content_type=content_type, accept=accept, headers=passed
        )
        if self._by_api and not answer.is_success:
            raise _ModelError(
                runtime_api.failed_answer(answer, self.server.servable.log_tail()), "model error"
            )
        more = {ATTRIBUTES: answer.custom_attributes} if answer.custom_attributes else {}
        if self._by_api:
            more[VARIANT] = "AllTraffic"
        self._send(answer.status, answer.body, answer.content_type, more)

    def _stream(self, body: bytes) -> None:
        content_type, accept, passed = self._sent()
        with self.server.servable.stream(
            body, content_type=content_type, accept=accept, headers=passed
        ) as stream:
            if self._by_api and not 200 <= stream.status < 300:
                whole = ContainerAnswer(stream.status, b"".join(stream.chunks), "")
                raise _ModelError(
                    runtime_api.failed_answer(whole, self.server.servable.log_tail()), "model error"
                )
            self._send_chunks(stream)

    def _end_with(self, error: _ModelError) -> None:
        if not self._streaming:
            self._send_error(424, "ModelError", error.body)
            return
        # The status has long been sent. A missing last part tells a plain client.
        self.close_connection = True
        if self._by_api:
            with contextlib.suppress(_ClientGone):
                self._write_chunk(runtime_api.stream_error(error.message))
                self._write(_LAST_CHUNK)

    def _body(self) -> bytes:
        """Read the payload.

        Raises:
            RequestRefused: It is too large, or does not say how large it is.
        """
        length = self.headers.get("Content-Length", "")
        if not length.isdigit():
            self.close_connection = True
            raise RequestRefused(411, "ValidationError", "the request has no Content-Length")
        try:
            self.server.limits.check(int(length))
        except RequestRefused:
            self.close_connection = True
            raise
        return self.rfile.read(int(length))

    def _sent(self) -> tuple[str, str, dict[str, str]]:
        return (
            self.headers.get("Content-Type") or "application/octet-stream",
            self.headers.get("Accept") or "",
            {name: self.headers[name] for name in PASSED if self.headers.get(name)},
        )

    @contextlib.contextmanager
    def _failures_told(self) -> Iterator[None]:
        """Turn what is no answer of the container into what SageMaker answers."""
        try:
            yield
        except ContainerFailure as failure:
            body = runtime_api.model_error(0, failure.message, failure.log_tail)
            raise _ModelError(body, failure.message) from failure
        except HostingError as error:
            raise _ModelError(runtime_api.model_error(0, str(error), ""), str(error)) from error

    def _send_error(self, status: int, code: str, body: bytes) -> None:
        self._send(status, body, "application/json", {"x-amzn-ErrorType": code})

    def _send_chunks(self, stream: ContainerStream) -> None:
        """Pass on each part when it comes; a stream that breaks off ends without its last part."""
        self.send_response(stream.status)
        if self._by_api:
            self.send_header("Content-Type", runtime_api.EVENT_STREAM)
            self.send_header(runtime_api.STREAMED_TYPE, stream.content_type)
            self.send_header(VARIANT, "AllTraffic")
        else:
            self.send_header("Content-Type", stream.content_type)
        if stream.custom_attributes:
            self.send_header(ATTRIBUTES, stream.custom_attributes)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self._streaming = True
        for part in stream.chunks:
            self._write_chunk(runtime_api.part(part) if self._by_api else part)
        self._streaming = False
        self._write(_LAST_CHUNK)

    def _write_chunk(self, data: bytes) -> None:
        self._write(b"%x\r\n%b\r\n" % (len(data), data))

    def _write(self, data: bytes) -> None:
        try:
            self.wfile.write(data)
        except OSError as error:
            # No OSError, which would be taken for the container's.
            raise _ClientGone from error

    def _send(
        self, status: int, body: bytes, content_type: str, more: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (more or {}).items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """The container's own log is what counts."""


class _ModelError(Exception):
    """What SageMaker answers in the place of a container that gave no answer, or none of use."""

    def __init__(self, body: bytes, message: str) -> None:
        super().__init__(message)
        self.body = body
        self.message = message


class _ClientGone(Exception):
    """The client hung up."""
