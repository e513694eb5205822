"""What the log of a model that failed usually means, and what mends it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Hint:
    """The likely cause of a failure.

    Args:
        cause: What happened.
        fix: What to do about it.
    """

    cause: str
    fix: str


def explain(log: str) -> Hint | None:
    """Return the cause of the last thing in a log that is known to stop models; None if nothing."""
    latest: tuple[int, Hint] | None = None
    for pattern, make in _KNOWN:
        for found in re.finditer(pattern, log):
            if latest is None or found.start() > latest[0]:
                latest = (found.start(), make(found))
    return latest[1] if latest else None


_Match = re.Match[str]


def _default_handler(found: _Match) -> Hint:
    return Hint(
        "the archive has no code/inference.py, so the default PyTorch handler ran: it loads one "
        f"TorchScript file, .pt or .pth, from the root and found {found[1]}",
        "put the handler script at code/inference.py, or save one TorchScript model as model.pt",
    )


def _container_path(found: _Match) -> Hint:
    return Hint(
        f"the program reads {found[1]}, a path that exists in a container only",
        "join onto the model_dir argument of model_fn; in a server of its own, onto "
        "os.environ.get('SAGEMAKER_BASE_DIR', '/opt/ml')",
    )


def _missing_file(found: _Match) -> Hint:
    return Hint(
        f"the archive holds no {found[1]}, counted from its root",
        "pack the directory that holds the model files, not its parent, or name the file's "
        "place in model_fn",
    )


def _missing_module(found: _Match) -> Hint:
    return Hint(
        f"the script imports {found[1]}, which is not installed here",
        "install it beside this program; the container takes it from its image or from "
        "code/requirements.txt, and own modules from code/",
    )


def _main_class(found: _Match) -> Hint:
    return Hint(
        f"the pickle refers to {found[1]} of the training script's __main__",
        "move it into a module, import it from there when training, and put the module into code/",
    )


def _pickle(_: _Match) -> Hint:
    return Hint(
        "a pickle cannot be read: it was cut off, or was not written in binary mode",
        "write it with open(path, 'wb') and pickle.dump, or joblib.dump, and pack it again",
    )


def _state_dict(_: _Match) -> Hint:
    return Hint(
        "the default PyTorch handler loads TorchScript; a state dict is no model",
        "save torch.jit.script(model), or bring a code/inference.py with a model_fn",
    )


def _no_model_fn(_: _Match) -> Hint:
    return Hint(
        "the script defines no model_fn, and this container has no loader of its own",
        "define model_fn(model_dir) that returns the model",
    )


def _fixed_port(found: _Match) -> Hint:
    return Hint(
        f"the server listens on port {found[1]} whatever it is told",
        "listen on int(os.environ.get('SAGEMAKER_BIND_TO_PORT', '8080')), which is what pipelines "
        "and multi-container models need as well",
    )


_KNOWN: tuple[tuple[str, Callable[[_Match], Hint]], ...] = (
    (r"Exactly one \.pth or \.pt file is required for PyTorch models: (\[.*\])", _default_handler),
    (r"No such file or directory: '(/opt/ml/[^']*)'", _container_path),
    (
        r"No such file or directory: '[^']*/ml/(?:model|models/[^/']+/model)/([^']+)'",
        _missing_file,
    ),
    (r"No module named '([\w.]+)'", _missing_module),
    (r"Can't get attribute '(\w+)' on <module '__main__'", _main_class),
    (r"UnpicklingError|pickle data was truncated|EOFError: Ran out of input", _pickle),
    (r"Please ensure model is saved using torchscript", _state_dict),
    (r"Please provide a model_fn implementation", _no_model_fn),
    (r"(?:Running on|Listening at:) http://[^ :]+:(\d+)", _fixed_port),
)
