"""From files to a checked environment."""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from infra.settings.errors import SettingsError, SettingsErrors
from infra.settings.files import SettingsFile, read, shown
from infra.settings.model import Environment

FOLDER: Final = Path(__file__).resolve().parents[1] / "environments"
DEFAULTS: Final = "defaults"
EVERY_ENDPOINT: Final = "every_endpoint"
_REPLACED_WHOLE: Final = frozenset({"rollout"})


def environment_names(folder: Path = FOLDER) -> list[str]:
    """Return the environments that have a file."""
    return sorted(path.stem for path in folder.glob("*.yaml") if path.stem != DEFAULTS)


def load(name: str, folder: Path = FOLDER) -> Environment:
    """Return an environment: the defaults, and over them its own file.

    In each file ``every_endpoint`` holds for all endpoints, and what an endpoint says itself goes
    before it. Mappings are merged key by key, but a rollout is replaced as a whole.

    Args:
        name: The name of the file without ``.yaml``.
        folder: Where the files are.

    Raises:
        SettingsError: When there is no such environment, or when something in its files is wrong.
    """
    known = environment_names(folder)
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        raise SettingsError(
            f"there is no environment {name!r}",
            fix=(f"did you mean {near[0]!r}? " if near else "")
            + f"known: {', '.join(known)}; each is a file in {shown(folder)}",
        )
    files = [read(folder / f"{stem}.yaml") for stem in (DEFAULTS, name)]
    try:
        return Environment.model_validate(_merged(files))
    except ValidationError as error:
        errors = [_explained(one, files) for one in error.errors(include_url=False)]
        raise (errors[0] if len(errors) == 1 else SettingsErrors(errors)) from error


def where(name: str, keys: Sequence[str], folder: Path = FOLDER) -> str:
    """Return ``FILE:LINE`` of what decided a key of an environment."""
    return _where([read(folder / f"{stem}.yaml") for stem in (DEFAULTS, name)], keys)


def _merged(files: Sequence[SettingsFile]) -> dict[str, Any]:
    """Return the files one over the other, with every endpoint's common values filled in."""
    layers: list[Mapping[str, Any]] = []
    names = dict.fromkeys(
        name for file in files for name in _mapping(file.content.get("endpoints"))
    )
    for file in files:
        content = dict(file.content)
        common = content.pop(EVERY_ENDPOINT, None)
        if common is not None:
            layers.append({"endpoints": dict.fromkeys(names, common)})
        layers.append(content)
    merged: dict[str, Any] = {}
    for layer in layers:
        merged = _over(merged, layer)
    return merged


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(below)
    for key, value in above.items():
        known = below.get(key)
        if isinstance(known, dict) and isinstance(value, dict) and key not in _REPLACED_WHOLE:
            result[key] = _over(known, value)
        else:
            result[key] = value
    return result


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _explained(error: ErrorDetails, files: Sequence[SettingsFile]) -> SettingsError:
    keys = [str(part) for part in error["loc"] if part != "[key]"]
    context = error.get("ctx", {})
    fix = context.get("fix", "")
    kind, message = error["type"], error["msg"]
    if kind == "unknown_key":
        keys.append(context["key"])
        if not fix.startswith("did") and len(keys) == 1:
            fix += f", {EVERY_ENDPOINT}"
    elif kind == "missing":
        message = "is required"
    elif kind in ("unit", "one_of"):
        message = f"{error['input']!r} {message}" if kind == "unit" else message
    else:
        message = f"{_quoted(error['input'])}: {message[:1].lower()}{message[1:]}"
    return SettingsError(
        message,
        fix=fix or _example(keys),
        where=_where(files, keys, missing=kind == "missing"),
        key=".".join(keys),
    )


def _quoted(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _where(files: Sequence[SettingsFile], keys: Sequence[str], *, missing: bool = False) -> str:
    """Return the place that decides: the deepest known key, in the own file if it is there."""
    places = [tuple(keys)]
    if len(keys) > 2 and keys[0] == "endpoints" and not missing:
        places.append((EVERY_ENDPOINT, *keys[2:]))
    for left_out in range(len(keys)):
        for file in reversed(files):
            for place in places:
                found = place[: len(place) - left_out]
                if found in file.lines:
                    return file.where(found)
    return shown(files[-1].path)


def _example(keys: Sequence[str]) -> str:
    """Return how the field at ``keys`` is written, from the model itself."""
    annotation: Any = Environment
    field: FieldInfo | None = None
    for key in keys:
        model, values = _inside(annotation)
        if model is not None:
            field = model.model_fields.get(key)
            if field is None:
                return ""
            annotation = field.annotation
        elif values is not None:
            annotation, field = values, None
    if field is None:
        return "see infra/environments/defaults.yaml"
    if field.examples:
        example = field.examples[0]
        quoted = f'"{example}"' if isinstance(example, str) and example.isdigit() else example
        return f"write it as in {keys[-1]}: {quoted}"
    return (field.description or "see infra/environments/schema.json").lower().rstrip(".")


def _inside(annotation: Any) -> tuple[type[BaseModel] | None, Any]:
    """Return the model that an annotation names, or the type of the values of its dict."""
    origin = typing.get_origin(annotation)
    if origin is Annotated:
        return _inside(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        for part in typing.get_args(annotation):
            found = _inside(part)
            if found != (None, None):
                return found
        return None, None
    if origin is dict:
        return None, typing.get_args(annotation)[1]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, None
    return None, None
