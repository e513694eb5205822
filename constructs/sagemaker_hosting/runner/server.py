"""The model server for handler scripts: GET /ping and POST /invocations on one loopback port.

Runs in the model's process: `python -m ...runner.server MODULE MODEL_DIR FRAMEWORK`.
"""

from __future__ import annotations

import os
import sys
import threading
import traceback
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sagemaker_hosting.runner.handlers import Answer
from sagemaker_hosting.runner.worker import Served, WorkerDied, Workers, start_logging

Answerer = Callable[[bytes, str, str], Answer]


def main(served: Served) -> int:
    """Load the model, then serve until killed; return 1 when the model does not load."""
    start_logging()
    try:
        answer = _answerer(served)
    except Exception:
        traceback.print_exc()
        return 1
    server = Server(Requests)
    server.answer = answer
    server.serve_forever()
    return 0


def worker_count() -> int:
    """Return SAGEMAKER_MODEL_SERVER_WORKERS.

    Containers take one for each CPU when it is not set. Here it is one, in this process, so that
    a model is in a laptop's memory once.
    """
    text = os.environ.get("SAGEMAKER_MODEL_SERVER_WORKERS", "")
    return max(int(text), 1) if text.isdigit() else 1


def _answerer(served: Served) -> Answerer:
    count = worker_count()
    if count > 1:
        try:
            return Workers(served, count).answer
        except WorkerDied as death:
            raise RuntimeError(str(death)) from None
    handlers = served.load()
    # Models are rarely safe to share by threads.
    turn = threading.Lock()

    def answer(body: bytes, content_type: str, accept: str) -> Answer:
        with turn:
            return handlers.answer(body, content_type, accept)

    return answer


class Server(ThreadingHTTPServer):
    """A server on the port that SageMaker names; a thread for each request."""

    daemon_threads = True
    # Clients that arrive together wait in line; the default turns the sixth away.
    request_queue_size = 128
    answer: Answerer

    def __init__(self, requests: type[Requests]) -> None:
        super().__init__(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), requests)


class Requests(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.send(Answer(200 if self.path == "/ping" else 404, b"", "text/plain"))

    def do_POST(self) -> None:
        body = self.body()
        if self.path != "/invocations":
            self.send(Answer(404, b"", "text/plain"))
            return
        self.send(self.server.answer(body, *self.types()))

    def body(self) -> bytes:
        """Read the payload."""
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def types(self) -> tuple[str, str]:
        """Return Content-Type and Accept."""
        return self.headers.get("Content-Type") or "application/json", self.headers.get(
            "Accept"
        ) or ""

    def send(self, answer: Answer) -> None:
        """Answer."""
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Pings would drown what the model prints."""


if __name__ == "__main__":
    sys.exit(main(Served(*sys.argv[1:4])))
