"""The model server for handler scripts: GET /ping and POST /invocations on one loopback port.

Runs in the model's process: `python -m ...runner.server MODULE MODEL_DIR`.
"""

from __future__ import annotations

import os
import sys
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sagemaker_hosting.runner.handlers import Handlers


def main(module_name: str, model_dir: str) -> int:
    """Load the model, then serve until killed; return 1 when the model does not load."""
    accept = os.environ.get("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", "application/json")
    try:
        handlers = Handlers(module_name, model_dir, accept)
    except Exception:
        traceback.print_exc()
        return 1
    port = int(os.environ["SAGEMAKER_BIND_TO_PORT"])
    server = _Server(("127.0.0.1", port), _Requests)
    server.handlers = handlers
    # One worker, as SAGEMAKER_MODEL_SERVER_WORKERS=1: models are rarely safe to share by threads.
    server.turn = threading.Lock()
    server.serve_forever()
    return 0


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    handlers: Handlers
    turn: threading.Lock


class _Requests(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self._send(200 if self.path == "/ping" else 404, b"", "text/plain")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path != "/invocations":
            self._send(404, b"", "text/plain")
            return
        with self.server.turn:
            answer = self.server.handlers.answer(
                body,
                self.headers.get("Content-Type") or "application/json",
                self.headers.get("Accept") or "",
            )
        self._send(answer.status, answer.body, answer.content_type)

    def _send(self, status: int, body: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Pings would drown what the model prints."""


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
