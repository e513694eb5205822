"""The model servers inside AWS's images, and the environment variables that they read.

Each image runs one server, and a server reads its own variables only: ``MMS_`` in front does
nothing for TorchServe.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Literal

Server = Literal["multi-model-server", "tensorflow-serving", "torchserve"]
Setting = Literal["workers", "timeout", "request bytes", "response bytes"]


def server_of(repository: str, tag: str | None) -> Server | None:
    """Return the server that an image of AWS runs; None when it is not listed, or not certain.

    Args:
        repository: The repository, ``pytorch-inference``.
        tag: The tag, which begins with the version of the framework; None when it is not known.
    """
    versions: list[dict[str, Any]] = _data()["images"].get(repository, [])
    if len(versions) > 1:
        found = re.match(r"(\d+)\.(\d+)", tag or "")
        if found is None:
            return None
        version = [int(found.group(1)), int(found.group(2))]
        versions = [each for each in versions if each["from"] <= version]
    server: Server | None = versions[-1]["server"] if versions else None
    return server


def prefixes() -> Mapping[Server, Sequence[str]]:
    """Return the beginnings of the variables that each server reads."""
    found: Mapping[Server, Sequence[str]] = _data()["prefixes"]
    return found


@cache
def variables_for(setting: Setting) -> frozenset[str]:
    """Return the variables, of whatever server, that set ``setting``."""
    return frozenset(name for name, sets in _data()["variables"].items() if sets == setting)


def prefix_of(variable: str) -> str | None:
    """Return the beginning of a listed ``variable`` that tells its server; None for any other.

    What begins like one and is not listed may as well be a variable of the model's own code.
    """
    found = [
        prefix for each in prefixes().values() for prefix in each if variable.startswith(prefix)
    ]
    return max(found, key=len) if found and variable in _data()["variables"] else None


def meant_by(variable: str) -> str | None:
    """Return the variable that a misspelt ``variable`` stands for; None when it is no misprint.

    Only what begins as a variable of the SageMaker toolkits does can be one.
    """
    known: Mapping[str, str] = _data()["variables"]
    if variable in known or not re.match(r"SAGEMAKER_(TS|TFS|MODEL_SERVER|GUNICORN)_", variable):
        return None
    return next(iter(difflib.get_close_matches(variable, known, 1, 0.9)), None)


@cache
def _data() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("model_servers.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data
