"""SMH0733."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from sagemaker_hosting.artifact.config.pbtxt import Malformed, Message, parse_pbtxt
from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.rules.layout._triton import BACKENDS, PLATFORMS
from sagemaker_hosting.core.findings import Finding

_TYPES: Final = frozenset(
    f"TYPE_{name}"
    for name in (
        "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64",
        "FP16", "FP32", "FP64", "BF16", "STRING",
    )
)  # fmt: skip
_KINDS: Final = ("KIND_AUTO", "KIND_CPU", "KIND_GPU", "KIND_MODEL")
# Triton reads names, types and dimensions from models of these.
_COMPLETED: Final = frozenset(
    {
        "dali",
        "onnxruntime",
        "onnxruntime_onnx",
        "openvino",
        "python",
        "tensorflow",
        "tensorflow_savedmodel",
        "tensorrt",
        "tensorrt_plan",
        "vllm",
    }
)
_Problem = tuple[str, str, int | None]


def _problems(config: Message, folder: str) -> Iterator[_Problem]:
    name, platform, backend = (config.text(key) for key in ("name", "platform", "backend"))
    if name and folder and name != folder:
        yield (
            f"it calls the model {name!r}, and the directory {folder!r}",
            "call both alike, or leave name out",
            config.lines["name"],
        )
    if not platform and not backend:
        yield "it names neither platform nor backend", "write backend, such as onnxruntime", None
    elif platform and platform not in PLATFORMS and not backend:
        known = get_close_matches(platform, list(PLATFORMS), 1, 0.6)
        fix = f"write platform {known[0]!r}" if known else "name a backend instead"
        yield f"{platform!r} is no platform of Triton", fix, config.lines["platform"]
    elif backend and backend not in BACKENDS:
        known = get_close_matches(backend, list(BACKENDS), 1, 0.8)
        if known:
            yield (
                f"{backend!r} is no backend of Triton",
                f"write backend {known[0]!r}",
                config.lines["backend"],
            )
    yield from _batching(config)
    for key in ("input", "output"):
        if not config.messages(key) and not {platform, backend} & _COMPLETED:
            yield f"it has no {key}", f"name each {key} with data_type and dims", None
        for tensor in config.messages(key):
            yield from _tensor(key, tensor)
    for group in config.messages("instance_group"):
        kind = group.text("kind")
        if kind is not None and kind not in _KINDS:
            yield (
                f"{kind!r} is no kind of instance",
                f"write one of {', '.join(_KINDS)}",
                group.line,
            )


def _batching(config: Message) -> Iterator[_Problem]:
    for value in config.scalars("max_batch_size"):
        if value.number is None or value.number < 0:
            yield (
                f"max_batch_size is {value.text!r}",
                "write the largest batch, from 1; 0 where the model has no batch dimension",
                value.line,
            )
    if "dynamic_batching" in config.fields and "sequence_batching" in config.fields:
        yield (
            "it asks for dynamic_batching and sequence_batching",
            "keep dynamic_batching for a stateless model, sequence_batching for a stateful one",
            config.lines["sequence_batching"],
        )


def _tensor(key: str, tensor: Message) -> Iterator[_Problem]:
    name = tensor.text("name")
    where = f"{key} {name!r}" if name else f"an {key}"
    for needed in ("name", "data_type", "dims"):
        if not tensor.fields.get(needed):
            yield f"{where} has no {needed}", f"write its {needed}", tensor.line
    for value in tensor.scalars("data_type"):
        if value.text not in _TYPES:
            known = get_close_matches(value.text, sorted(_TYPES), 1, 0.5)
            fix = f"write {known[0]}" if known else "write a type such as TYPE_FP32"
            yield f"{where} has the type {value.text!r}", fix, value.line
    for value in tensor.scalars("dims"):
        if value.number is None or value.number == 0 or value.number < -1:
            yield (
                f"{where} has the dimension {value.text!r}",
                "write a positive number, or -1 where it varies",
                value.line,
            )


class TritonConfig(ArtifactRule):
    """Triton does not load a model whose ``config.pbtxt`` it cannot read, that names neither
    platform nor backend, or whose inputs and outputs lack a name, a type or dimensions.
    """

    id = "SMH0733"
    title = "a valid config.pbtxt"
    facts = (
        "triton-config-required",
        "triton-max-batch-size",
        "triton-backends",
        "triton-instance-group",
        "triton-batchers",
    )
    pages = (387, 388)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-frameworks-triton.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for path in sorted(contents.paths):
            if path.rpartition("/")[2] != "config.pbtxt":
                continue
            text = contents.text(path)
            if text is None:
                yield self.finding(path, "it is not UTF-8 text", "write it as text")
                continue
            try:
                config = parse_pbtxt(text)
            except Malformed as error:
                yield self.finding(
                    path,
                    f"it is no message in text form: {error}",
                    "write it as in Triton's documentation",
                    line=error.line,
                )
                continue
            folder = path.rpartition("/")[0].rpartition("/")[2]
            for message, fix, line in _problems(config, folder):
                yield self.finding(path, message, fix, line=line)
