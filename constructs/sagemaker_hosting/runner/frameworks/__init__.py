"""What a framework's serving container does where the script of a model does not say.

Part of the model's own process: the standard library, and the framework when it is needed.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

FRAMEWORKS = ("sklearn", "pytorch", "xgboost", "huggingface", "mxnet")
"""The frameworks whose handler contract is known, the one assumed without another word first."""

LOADERS: Mapping[str, str] = MappingProxyType(
    {"pytorch": "torch", "xgboost": "xgboost", "huggingface": "transformers"}
)
"""Those of them that load and serve a model without any script, and the library that does it."""


GUESS = "auto"
"""In the place of a framework: the one that the model's files look like."""


def guess(model_dir: Path) -> str:
    """Return the framework that the files at the root of a model look like.

    sklearn, whose container needs a script, where they look like none.
    """
    names = {path.name for path in model_dir.iterdir() if path.is_file()}
    suffixes = {Path(name).suffix for name in names}
    if "config.json" in names and names & {"model.safetensors", "pytorch_model.bin"}:
        return "huggingface"
    if suffixes & {".pt", ".pth"}:
        return "pytorch"
    if "model-symbol.json" in names:
        return "mxnet"
    if "xgboost-model" in names or suffixes & {".ubj", ".xgb"}:
        return "xgboost"
    return FRAMEWORKS[0]


def defaults_of(framework: str, *, has_script: bool) -> Defaults:
    """Return the handlers that a container uses for what a script leaves out.

    Args:
        framework: One of `FRAMEWORKS`.
        has_script: Whether the model brings a script. The XGBoost container without one is the
            built-in algorithm, which decodes and encodes differently.
    """
    module = importlib.import_module(f"{__name__}.{framework}")
    found: Defaults = module.defaults(has_script)
    return found


class Defaults:
    """The handlers of the inference toolkit itself; scikit-learn adds nothing to them.

    Attributes:
        accept: What is answered in when neither the client nor
            SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT says.
        error_status: The status of a failed invocation.
    """

    accept = "application/json"
    error_status = 500

    def model_fn(self, model_dir: str) -> object:
        """Refuse: the toolkit has no loader of its own."""
        raise NotImplementedError(
            "Please provide a model_fn implementation. See documentation for model_fn at "
            "https://github.com/aws/sagemaker-python-sdk"
        )

    def input_fn(self, data: bytes | str, content_type: str) -> object:
        """Return the array that JSON, CSV or NPY holds."""
        import numpy

        from sagemaker_hosting.runner import codec

        array = codec.decode(data, content_type)
        is_text = codec.media_type(content_type) in codec.UTF8_TYPES
        return array.astype(numpy.float32) if is_text else array

    def predict_fn(self, data: object, model: object) -> object:
        """Call the model's own predict."""
        return model.predict(data)  # type: ignore[attr-defined]

    def output_fn(self, prediction: object, accept: str) -> bytes | str:
        """Return the prediction as JSON, CSV or NPY."""
        from sagemaker_hosting.runner import codec

        return codec.encode(prediction, accept)
