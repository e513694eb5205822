"""The calls that save a model."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sagemaker_hosting.artifact.training.evaluate import Evaluator
from sagemaker_hosting.artifact.training.module import Module
from sagemaker_hosting.artifact.training.place import UNKNOWN, Place

_FUNCTIONS: Final[dict[str, tuple[int, str]]] = {
    "cPickle.dump": (1, "file"),
    "cloudpickle.dump": (1, "file"),
    "dill.dump": (1, "file"),
    "faiss.write_index": (1, "fname"),
    "joblib.dump": (1, "filename"),
    "keras.models.save_model": (1, "filepath"),
    "keras.saving.save_model": (1, "filepath"),
    "mlflow.pyfunc.save_model": (0, "path"),
    "mlflow.sklearn.save_model": (1, "path"),
    "onnx.save": (1, "f"),
    "onnx.save_model": (1, "f"),
    "pickle.dump": (1, "file"),
    "safetensors.numpy.save_file": (1, "filename"),
    "safetensors.torch.save_file": (1, "filename"),
    "safetensors.torch.save_model": (1, "filename"),
    "skops.io.dump": (1, "file"),
    "sklearn.externals.joblib.dump": (1, "filename"),
    "tensorflow.keras.models.save_model": (1, "filepath"),
    "tensorflow.saved_model.save": (1, "export_dir"),
    "torch.jit.save": (1, "f"),
    "torch.onnx.export": (2, "f"),
    "torch.save": (1, "f"),
}
"""Functions that save: where the path is among the arguments, and its keyword."""
_METHODS: Final[dict[str, str]] = {
    "save": "filepath",
    "save_model": "fname",
    "save_parameters": "filename",
    "save_pretrained": "save_directory",
    "save_weights": "filepath",
}
"""Methods of models that save: the keyword of the path, which is the first argument."""
_SUFFIXES: Final = (
    ".bin",
    ".cbm",
    ".h5",
    ".joblib",
    ".keras",
    ".model",
    ".onnx",
    ".pkl",
    ".pickle",
    ".pt",
    ".pth",
    ".safetensors",
    ".ubj",
)
_OPENERS: Final = frozenset({"open", "io.open", "gzip.open", "bz2.open", "lzma.open"})
_PICKLERS: Final = frozenset({"pickle.dump", "cPickle.dump", "cloudpickle.dump", "dill.dump"})


@dataclass(frozen=True)
class Save:
    """A call that saves a model.

    Attributes:
        module: The script.
        call: The call.
        name: What is called.
        place: Where it saves to.
        mode: The mode of the file that it writes to; None when that is not known.
    """

    module: Module
    call: ast.Call
    name: str
    place: Place
    mode: str | None = None

    @property
    def line(self) -> int:
        """The line of the call."""
        return self.call.lineno

    @property
    def column(self) -> int:
        """The column of the call, from 1."""
        return self.call.col_offset + 1

    @property
    def is_pickle(self) -> bool:
        """Whether it writes a pickle into an open file."""
        return self.name in _PICKLERS

    @property
    def is_state_dict(self) -> bool:
        """Whether it saves the weights of a PyTorch model without the model."""
        first = self.call.args[0] if self.call.args else None
        return (
            self.name == "torch.save"
            and isinstance(first, ast.Call)
            and isinstance(first.func, ast.Attribute)
            and first.func.attr == "state_dict"
        )


def saves_in(module: Module, evaluator: Evaluator) -> Iterator[Save]:
    """Yield the calls of a script that save a model."""
    for call in module.calls:
        name = module.called(call)
        if name in _FUNCTIONS:
            position, keyword = _FUNCTIONS[name]
            node = _argument(call, position, keyword)
            place, mode = _target(module, evaluator, node) if node else (UNKNOWN, None)
            yield Save(module, call, name, place, mode)
        elif isinstance(call.func, ast.Attribute) and call.func.attr in _METHODS:
            method = call.func.attr
            node = _argument(call, 0, _METHODS[method])
            place = evaluator.place(module, node) if node else UNKNOWN
            if method != "save" or _is_model(call.func.value, place):
                yield Save(module, call, name or method, place)


def _argument(call: ast.Call, position: int, keyword: str) -> ast.expr | None:
    for each in call.keywords:
        if each.arg == keyword:
            return each.value
    if len(call.args) > position and not any(isinstance(x, ast.Starred) for x in call.args):
        return call.args[position]
    return None


def _is_model(receiver: ast.expr, place: Place) -> bool:
    """Return whether ``receiver.save(place)`` saves a model: images have such a method too."""
    if place.name.endswith(_SUFFIXES):
        return True
    name = getattr(receiver, "attr", getattr(receiver, "id", ""))
    return "model" in name.lower() and "." not in place.name


def _target(module: Module, evaluator: Evaluator, node: ast.expr) -> tuple[Place, str | None]:
    """Return where a path, or an open file, leads, and the file's mode."""
    if isinstance(node, ast.Name):
        opened = _opened_as(module, node)
        if opened is not None:
            node = opened
    if not isinstance(node, ast.Call):
        return evaluator.place(module, node), None
    name = module.called(node)
    if name in _OPENERS and node.args:
        return evaluator.place(module, node.args[0]), _mode(name, node, 1)
    if isinstance(node.func, ast.Attribute) and node.func.attr == "open" and name not in _OPENERS:
        return evaluator.place(module, node.func.value), _mode("open", node, 0)
    return evaluator.place(module, node), None


def _opened_as(module: Module, name: ast.Name) -> ast.expr | None:
    for node in module.around(name):
        if isinstance(node, ast.With | ast.AsyncWith):
            for item in node.items:
                target = item.optional_vars
                if isinstance(target, ast.Name) and target.id == name.id:
                    return item.context_expr
    values = module.values(name, module.scope_of(name))
    if values and len(values) == 1 and isinstance(values[0], ast.Call):
        return values[0]
    return None


def _mode(opener: str, call: ast.Call, position: int) -> str | None:
    node = _argument(call, position, "mode")
    if node is None:
        # gzip and its like open binary files unless told otherwise.
        return "r" if opener in ("open", "io.open") else "rb"
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
        return text if opener in ("open", "io.open") or "t" in text or "b" in text else text + "b"
    return None
