"""The process of the local AWS: `python -m sagemaker_hosting.localaws.serve`."""

# ruff: noqa: T201 - what it prints is a log
from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sagemaker_hosting.core.errors import HostingError, LocalAwsError

STATUS_PATH = "/_local/status"
SCRATCH = "SAGEMAKER_HOSTING_LOCAL_SCRATCH"


def run(
    port: int,
    *,
    state: Path | None = None,
    speed: float | None = None,
    announce: Callable[[str], None] | None = None,
    lifeline: bool = False,
) -> None:
    """Serve until SIGTERM or Ctrl-C.

    Args:
        port: The loopback port; 0 for a free one.
        state: File that tells others where the server is; removed at the end.
        speed: Service seconds per real second. Default: see `hosting.clock`.
        announce: Called with the URL once requests are answered.
        lifeline: Whether to end when standard input is closed, so with the process that started it.

    Raises:
        LocalAwsError: The port is in use.
    """
    listener = _listen(port)
    port = listener.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    _prepare_environment(url)
    # Everything that models unpack and write lies here, and goes with the server.
    scratch = tempfile.mkdtemp(prefix="sagemaker-hosting-run-", dir=os.environ.get(SCRATCH))
    tempfile.tempdir = scratch
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGINT, _interrupt)
    if lifeline:
        threading.Thread(target=_watch_parent, daemon=True).start()

    from sagemaker_hosting.localaws.guard import forbid_network

    forbid_network()
    server = _http_server(listener, port)
    if speed is not None:
        from sagemaker_hosting.localaws.hosting.clock import clock

        clock.speed = speed
    try:
        if state:
            write_state(state, {"url": url, "port": port, "pid": os.getpid()})
        if announce:
            announce(url)
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _end(state, scratch)


def write_state(path: Path, content: dict[str, Any]) -> None:
    """Write the state file so that a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}")
    partial.write_text(json.dumps(content) + "\n", encoding="utf-8")
    partial.replace(path)


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        raise LocalAwsError(
            f"port {port} on 127.0.0.1 cannot be used: {getattr(error, 'strerror', error)}",
            fix="stop the process that uses it, or choose another port; 0 takes a free one",
        ) from error
    return listener


def _prepare_environment(url: str) -> None:
    """Let nothing of the user's AWS settings reach this process or its models."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
    os.environ["MOTO_DISABLE_GLOBAL_CORS"] = "true"
    os.environ["SAGEMAKER_HOSTING_LOCAL_URL"] = url


def _http_server(listener: socket.socket, port: int) -> Any:
    from moto.moto_server.werkzeug_app import (
        DomainDispatcherApplication,
        MotoRequestHandler,
        create_backend_app,
    )
    from werkzeug.serving import make_server

    from sagemaker_hosting.localaws.guard import LocalRequestsOnly
    from sagemaker_hosting.localaws.install import install

    class QuietRequests(MotoRequestHandler):
        def log_request(self, *_: object) -> None:
            """A line per request would bury what matters."""

    install()
    application = LocalRequestsOnly(_WithStatus(DomainDispatcherApplication(create_backend_app)))
    return make_server(
        "127.0.0.1",
        port,
        application,
        threaded=True,
        request_handler=QuietRequests,
        fd=listener.fileno(),
    )


class _WithStatus:
    """Answers STATUS_PATH itself: who this is, and which endpoints there are."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self._application = application

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != STATUS_PATH:
            try:
                return self._application(environ, start_response)
            except NotImplementedError as error:
                return _not_imitated(environ, start_response, str(error))
        body = json.dumps({"pid": os.getpid(), "endpoints": _endpoints()}).encode()
        start_response(
            "200 OK",
            [("Content-Type", "application/json"), ("Content-Length", str(len(body)))],
        )
        return [body]


def _not_imitated(
    environ: dict[str, Any], start_response: Callable[..., Any], message: str
) -> Iterable[bytes]:
    """Answer an operation that moto lacks: with a 4xx, as clients would retry a 5xx for long."""
    print(f"not imitated: {message}", flush=True)
    code = "NotImplementedByLocalAws"
    if "HTTP_X_AMZ_TARGET" in environ:
        kind = "application/x-amz-json-1.1"
        body = json.dumps({"__type": code, "message": message})
    else:
        kind = "text/xml"
        text = message.replace("&", "&amp;").replace("<", "&lt;")
        body = (
            f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code>"
            f"<Message>{text}</Message></Error></ErrorResponse>"
        )
    start_response("400 Bad Request", [("Content-Type", kind), ("x-amzn-ErrorType", code)])
    return [body.encode()]


def _endpoints() -> list[dict[str, str]]:
    from moto.sagemaker.models import sagemaker_backends

    found = []
    for account, regions in list(sagemaker_backends.items()):
        for region, backend in list(regions.items()):
            hosting = getattr(backend, "hosting", None)
            for endpoint in list(hosting.endpoints.values()) if hosting else []:
                found.append(
                    {
                        "name": endpoint.name,
                        "status": endpoint.status,
                        "config": endpoint.fleets[0].config.name,
                        "region": region,
                        "account": account,
                        "failure_reason": endpoint.failure_reason,
                    }
                )
    return found


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _watch_parent() -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    os.kill(os.getpid(), signal.SIGTERM)


def _end(state: Path | None, scratch: str) -> None:
    from sagemaker_hosting.runner.process import stop_all

    stop_all()
    shutil.rmtree(scratch, ignore_errors=True)
    if given := os.environ.get(SCRATCH):
        # Whoever gave it may have ended without a chance to remove it.
        shutil.rmtree(given, ignore_errors=True)
    if state:
        with contextlib.suppress(OSError, ValueError):
            if json.loads(state.read_text(encoding="utf-8")).get("pid") == os.getpid():
                state.unlink()


def main() -> int:
    """Run from the command line; errors go to standard error."""
    parser = argparse.ArgumentParser(prog="sagemaker_hosting.localaws.serve")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--state", type=Path)
    parser.add_argument("--speed", type=float)
    parser.add_argument("--lifeline", action="store_true")
    arguments = parser.parse_args()
    try:
        run(
            arguments.port,
            state=arguments.state,
            speed=arguments.speed,
            lifeline=arguments.lifeline,
        )
    except HostingError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # Request threads may still wait for a model that has just been ended; do not wait for them.
    os._exit(code)
