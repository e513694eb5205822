"""What ``config.pbtxt`` says about a model of Triton."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sagemaker_hosting.artifact.config.pbtxt import Malformed, Message, parse_pbtxt
from sagemaker_hosting.artifact.contents import Contents

PLATFORMS: Final[Mapping[str, str]] = {
    "ensemble": "",
    "onnxruntime_onnx": "model.onnx",
    "pytorch_libtorch": "model.pt",
    "tensorflow_graphdef": "model.graphdef",
    "tensorflow_savedmodel": "model.savedmodel",
    "tensorrt_plan": "model.plan",
}
"""The platforms, and the file or directory that each loads."""

BACKENDS: Final[Mapping[str, tuple[str, ...]]] = {
    "dali": ("model.dali",),
    "onnxruntime": ("model.onnx",),
    "openvino": ("model.xml",),
    "python": ("model.py",),
    "pytorch": ("model.pt",),
    "tensorflow": ("model.savedmodel", "model.graphdef"),
    "tensorrt": ("model.plan",),
    "vllm": ("model.json",),
}
"""The backends whose file has a fixed name."""


def read_config(contents: Contents, path: str) -> Message | None:
    """Return the configuration at ``path``; None when it cannot be read."""
    text = contents.text(path)
    if text is None:
        return None
    try:
        return parse_pbtxt(text)
    except Malformed:
        return None


def model_files(config: Message) -> tuple[str, ...]:
    """Return the names of which one has to be there; none where that is not known."""
    chosen = config.text("default_model_filename")
    if chosen:
        return (chosen,)
    platform, backend = config.text("platform"), config.text("backend")
    if platform is not None and platform in PLATFORMS:
        return (PLATFORMS[platform],) if PLATFORMS[platform] else ()
    return BACKENDS.get(backend or "", ())
