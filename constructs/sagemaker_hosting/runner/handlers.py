"""The handler contract of the inference toolkits: model_fn, input_fn, predict_fn, output_fn.

Behaves as the toolkits' Transformer does, errors included, for a script written for it.
"""

# ruff: noqa: T201 - what it prints is a log
from __future__ import annotations

import importlib
import importlib.util
import inspect
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from sagemaker_hosting.runner import codec
from sagemaker_hosting.runner.frameworks import Defaults


class Answer(NamedTuple):
    """What the container answers to one invocation."""

    status: int
    body: bytes
    content_type: str


class Handlers:
    """A user's script, if there is one, and the model that its `model_fn` has loaded."""

    def __init__(
        self, module_name: str, model_dir: str, defaults: Defaults, *, accept: str = ""
    ) -> None:
        """Import the script and load the model.

        Args:
            module_name: The script; empty for a model that the framework loads by itself.
            model_dir: Where the model is.
            defaults: What the script leaves out.
            accept: SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT. Default: the framework's.

        Raises:
            Exception: Whatever the script raises, or ValueError and TypeError for a script that
                breaks the contract.
        """
        self._accept = accept or defaults.accept
        self._error_status = defaults.error_status
        self._context = Context(model_dir)
        script = importlib.import_module(module_name) if module_name else None
        self._transform: Callable[..., Any] = self._default_transform
        self._read_functions(script, defaults)
        self._model = self._call(self._model_fn, model_dir)

    def _read_functions(self, script: ModuleType | None, defaults: Defaults) -> None:
        self._model_fn = getattr(script, "model_fn", None) or defaults.model_fn
        transform_fn = getattr(script, "transform_fn", None)
        parts = [getattr(script, name, None) for name in ("input_fn", "predict_fn", "output_fn")]
        if transform_fn and any(parts):
            raise ValueError(
                "Cannot use transform_fn implementation in conjunction with "
                "input_fn, predict_fn, and/or output_fn implementation"
            )
        self._transform = transform_fn or self._default_transform
        self._input_fn = parts[0] or defaults.input_fn
        self._predict_fn = parts[1] or defaults.predict_fn
        self._output_fn = parts[2] or defaults.output_fn

    def answer(self, body: bytes, content_type: str, accept: str) -> Answer:
        """Return what the script makes of a request; never raises."""
        if not accept or accept == "*/*":
            accept = self._accept
        payload: bytes | str = body
        try:
            if codec.media_type(content_type) in codec.UTF8_TYPES:
                payload = body.decode("utf-8")
            result = self._call(self._transform, self._model, payload, content_type, accept)
            if isinstance(result, tuple):
                result, accept = result[0], result[1]
            return Answer(200, _as_bytes(result), accept)
        except _Refused as refused:
            return Answer(refused.status, str(refused).encode(), "text/plain")
        except Exception as error:
            trace = _trace(error)
            print(trace, flush=True)
            return Answer(self._error_status, f"{error}\n{trace}".encode(), "text/plain")

    def _default_transform(self, model: Any, data: Any, content_type: str, accept: str) -> Any:
        try:
            decoded = self._call(self._input_fn, data, content_type)
        except codec.UnsupportedFormat as error:
            raise _Refused(415, error) from error
        prediction = self._call(self._predict_fn, decoded, model)
        try:
            return self._call(self._output_fn, prediction, accept)
        except codec.UnsupportedFormat as error:
            raise _Refused(406, error) from error

    def _call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call with exactly the expected arguments, or with the context as one more."""
        takes = len(inspect.signature(function).parameters)
        if takes == len(arguments):
            return function(*arguments)
        if takes == len(arguments) + 1:
            return function(*arguments, self._context)
        raise TypeError(
            f"{getattr(function, '__name__', function)} takes {takes} arguments "
            f"but {len(arguments)} were given."
        )


class Context:
    """The part of the model server's context that handlers commonly read."""

    def __init__(self, model_dir: str) -> None:
        self.system_properties = {"model_dir": model_dir, "gpu_id": None}
        self.model_name = "model"


class _Refused(Exception):
    def __init__(self, status: int, cause: Exception) -> None:
        super().__init__(str(cause))
        self.status = status


def _trace(error: Exception) -> str:
    """Return the traceback without the frames of this runner, unless there are no others."""
    frames = error.__traceback__
    here = str(Path(__file__).parent)
    while frames and frames.tb_next and frames.tb_frame.f_code.co_filename.startswith(here):
        frames = frames.tb_next
    return "".join(traceback.format_exception(type(error), error, frames))


def _as_bytes(result: Any) -> bytes:
    if isinstance(result, str):
        return result.encode()
    if isinstance(result, bytes | bytearray | memoryview):
        return bytes(result)
    raise TypeError(
        f"the response must be str or bytes, not {type(result).__name__}: "
        "serialize the prediction in output_fn, or leave output_fn out"
    )
