"""A multi-model container: fetches, loads, unloads and invokes models by TargetModel."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillLoading
from pathlib import Path, PurePosixPath

from sagemaker_hosting.facts.limits import MODEL_LOAD_TIMEOUT
from sagemaker_hosting.runner.archive import unpack
from sagemaker_hosting.runner.container import INVOCATION_TIMEOUT, ModelContainer
from sagemaker_hosting.runner.servable import ContainerAnswer, ContainerStream, RequestRefused

TARGET_MODEL = "X-Amzn-SageMaker-Target-Model"
_LOADED, _NOT_FOUND, _CONFLICT, _NO_MEMORY = 200, 404, 409, 507

Fetch = Callable[[str], Path | None]
"""Returns the archive, or the directory, of a TargetModel; None when there is none."""


def from_directory(directory: Path) -> Fetch:
    """Return what finds models below a directory that stands for the S3 prefix.

    `TargetModel=a.tar.gz` is the archive `a.tar.gz`, or else the unpacked model `a/`.
    """

    def fetch(target: str) -> Path | None:
        archive = directory / target
        unpacked = directory / target.removesuffix(".tar.gz")
        return next((each for each in (archive, unpacked) if each.exists()), None)

    return fetch


class MultiModelContainer:
    """One container, many models, as `Mode: MultiModel`.

    Models are loaded when they are first invoked. When the container answers 507, what was used
    longest ago is unloaded to make room.

    Args:
        container: Started with `model=None`.
        fetch: Finds the model of a TargetModel.
        invocation_timeout: Seconds until a caller whose model still loads is told to come back.
            Default: 60.
    """

    def __init__(
        self,
        container: ModelContainer,
        fetch: Fetch,
        *,
        invocation_timeout: float = INVOCATION_TIMEOUT,
    ) -> None:
        self._container = container
        self._fetch = fetch
        self._invocation_timeout = invocation_timeout
        self._lock = threading.Lock()
        self._loads: OrderedDict[str, Future[ContainerAnswer]] = OrderedDict()
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="load-model")

    def start(self) -> None:
        """Start the container, still without a model."""
        self._container.start()

    def ping(self) -> bool:
        """Return whether the container answers."""
        return self._container.ping()

    @property
    def loaded(self) -> list[str]:
        """The TargetModels that are loaded, the one used longest ago first."""
        with self._lock:
            return [name for name, load in self._loads.items() if _is_loaded(load)]

    def invoke(
        self,
        body: bytes,
        *,
        content_type: str = "application/json",
        accept: str = "",
        headers: dict[str, str] | None = None,
    ) -> ContainerAnswer:
        """Load the model of the header X-Amzn-SageMaker-Target-Model unless it is, and invoke it.

        Raises:
            RequestRefused: There is no TargetModel or no such model; or it is not ready within
                the time of an invocation (ModelNotReadyException, it goes on loading).
        """
        target = (headers or {}).get(TARGET_MODEL, "")
        for _ in range(2):
            load = self._load(target)
            if load.status != _LOADED:
                return load
            sent = {"Content-Type": content_type, **(headers or {})}
            answer = self._container.request(
                "POST",
                f"/models/{_name(target)}/invoke",
                body,
                {**sent, "Accept": accept} if accept else sent,
            )
            # The container has lost the model: it was started again after a crash or a time-out.
            if answer.status != _NOT_FOUND or self._is_known(target):
                break
            self._forget(target)
        return answer

    @contextlib.contextmanager
    def stream(
        self,
        body: bytes,
        *,
        content_type: str = "application/json",
        accept: str = "",
        headers: dict[str, str] | None = None,
    ) -> Iterator[ContainerStream]:
        """Refuse: InvokeEndpointWithResponseStream knows no TargetModel.

        Raises:
            RequestRefused: Always.
        """
        raise RequestRefused(
            400, "ValidationError", "a multi-model endpoint does not stream its response"
        )
        yield

    def unload(self, target: str) -> bool:
        """Unload a model; return False when it was not loaded."""
        self._forget(target)
        return self._container.request("DELETE", f"/models/{_name(target)}").status == _LOADED

    def log_tail(self, lines: int = 20) -> str:
        """Return the last lines that the container printed."""
        return self._container.log_tail(lines)

    def stop(self, grace: float = 0.0) -> bool:
        """End the container and all models."""
        ended = self._container.stop(grace)
        self._pool.shutdown(wait=False, cancel_futures=True)
        return ended

    def _load(self, target: str) -> ContainerAnswer:
        """Wait for a model to be loaded, as long as an invocation may take."""
        path = PurePosixPath(target)
        if not target or path.is_absolute() or ".." in path.parts:
            raise RequestRefused(
                400,
                "ValidationError",
                f"TargetModel {target!r} is no path below the models of the endpoint",
            )
        with self._lock:
            load = self._loads.get(target)
            if load is None:
                load = self._loads[target] = self._pool.submit(self._fetch_and_load, target)
            self._loads.move_to_end(target)
        try:
            answer = load.result(self._invocation_timeout)
        except StillLoading:
            raise RequestRefused(
                429,
                "ModelNotReadyException",
                f"model {target} is not loaded within {self._invocation_timeout:g} s; try again",
            ) from None
        except BaseException:
            self._forget(target)
            raise
        if answer.status != _LOADED:
            self._forget(target)
        return answer

    def _fetch_and_load(self, target: str) -> ContainerAnswer:
        found = self._fetch(target)
        if found is None:
            raise RequestRefused(400, "ValidationError", f"there is no model {target!r}")
        place = self._container.directory / "models" / _name(target) / "model"
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            if found.is_dir():
                place.symlink_to(found.resolve(), target_is_directory=True)
            else:
                partial = place.with_name("partial")
                shutil.rmtree(partial, ignore_errors=True)
                unpack(found, partial)
                partial.rename(place)
        wanted = json.dumps({"model_name": _name(target), "url": str(place)}).encode()
        while True:
            answer = self._container.request(
                "POST",
                "/models",
                wanted,
                {"Content-Type": "application/json"},
                timeout=float(MODEL_LOAD_TIMEOUT.value),
            )
            if answer.status == _CONFLICT:
                return ContainerAnswer(_LOADED, b"", "")
            if answer.status != _NO_MEMORY or not self._make_room(target):
                return answer

    def _make_room(self, target: str) -> bool:
        """Unload what was used longest ago; return False when nothing else is loaded."""
        oldest = next((name for name in self.loaded if name != target), None)
        return oldest is not None and self.unload(oldest)

    def _is_known(self, target: str) -> bool:
        return self._container.request("GET", f"/models/{_name(target)}").status == _LOADED

    def _forget(self, target: str) -> None:
        with self._lock:
            self._loads.pop(target, None)


def _is_loaded(load: Future[ContainerAnswer]) -> bool:
    return load.done() and not load.exception() and load.result().status == _LOADED


def _name(target: str) -> str:
    """Return the opaque name that the container tracks a model by."""
    return hashlib.sha256(target.encode()).hexdigest()[:32]
