"""The model server of multi-model containers: models come and go through `/models`.

Runs in the container's process: `python -m ...runner.multi_server FRAMEWORK`. Each model has a
process of its own, since each brings its own `inference.py`.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sagemaker_hosting.core.errors import HostingError
from sagemaker_hosting.runner.frameworks import GUESS, guess
from sagemaker_hosting.runner.handlers import Answer
from sagemaker_hosting.runner.program import find_script
from sagemaker_hosting.runner.server import Requests, Server, worker_count
from sagemaker_hosting.runner.worker import Served, WorkerDied, Workers, start_logging


class Models:
    """The models that are loaded, by the name that SageMaker gave them."""

    def __init__(self, framework: str) -> None:
        self._framework = framework
        self._lock = threading.Lock()
        self._loaded: dict[str, tuple[str, Workers]] = {}

    def load(self, name: str, url: str) -> Answer:
        """Load the model of a directory: 200, 409 when it is there already, 500."""
        with self._lock:
            if name in self._loaded:
                return _answer(409, {"message": f"model {name} is already loaded"})
        try:
            framework = guess(Path(url)) if self._framework == GUESS else self._framework
            script = find_script(Path(url), dict(os.environ), framework)
            served = Served(script.module, url, framework, str(script.directory or ""))
            workers = Workers(served, worker_count())
        except (HostingError, WorkerDied) as error:
            return _answer(500, {"message": str(error)})
        with self._lock:
            self._loaded[name] = (url, workers)
        return _answer(200, {"status": f"model {name} is loaded"})

    def listed(self) -> Answer:
        """Return all models."""
        with self._lock:
            rows = [_row(name, url) for name, (url, _) in sorted(self._loaded.items())]
        return _answer(200, {"models": rows})

    def described(self, name: str) -> Answer:
        """Return one model, or 404."""
        found = self._loaded.get(name)
        return _answer(200, _row(name, found[0])) if found else _missing(name)

    def invoke(self, name: str, body: bytes, content_type: str, accept: str) -> Answer:
        """Return what a model answers, or 404."""
        found = self._loaded.get(name)
        return found[1].answer(body, content_type, accept) if found else _missing(name)

    def unload(self, name: str) -> Answer:
        """End a model; its memory is free when this returns."""
        with self._lock:
            found = self._loaded.pop(name, None)
        if not found:
            return _missing(name)
        found[1].stop()
        return _answer(200, {"status": f"model {name} is unloaded"})


class ModelRequests(Requests):
    """The container API of multi-model endpoints."""

    models: Models

    def do_GET(self) -> None:  # noqa: N802 - http.server finds it by this name
        path = urlsplit(self.path).path
        if path == "/models":
            self.send(self.models.listed())
        elif path.startswith("/models/"):
            self.send(self.models.described(unquote(path.split("/")[2])))
        else:
            super().do_GET()

    def do_POST(self) -> None:  # noqa: N802 - http.server finds it by this name
        body = self.body()
        parts = urlsplit(self.path).path.split("/")[1:]
        if parts == ["models"]:
            wanted = json.loads(body)
            self.send(self.models.load(wanted["model_name"], wanted["url"]))
        elif len(parts) == 3 and (parts[0], parts[2]) == ("models", "invoke"):
            self.send(self.models.invoke(unquote(parts[1]), body, *self.types()))
        else:
            self.send(Answer(404, b"", "text/plain"))

    def do_DELETE(self) -> None:  # noqa: N802 - http.server finds it by this name
        parts = urlsplit(self.path).path.split("/")[1:]
        if len(parts) == 2 and parts[0] == "models":
            self.send(self.models.unload(unquote(parts[1])))
        else:
            self.send(Answer(404, b"", "text/plain"))


def main(framework: str) -> int:
    """Serve until killed."""
    start_logging()
    ModelRequests.models = Models(framework)
    Server(ModelRequests).serve_forever()
    return 0


def _row(name: str, url: str) -> dict[str, str]:
    return {"modelName": name, "modelUrl": url}


def _missing(name: str) -> Answer:
    return _answer(404, {"message": f"model {name} is not loaded"})


def _answer(status: int, body: object) -> Answer:
    return Answer(status, json.dumps(body).encode(), "application/json")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
