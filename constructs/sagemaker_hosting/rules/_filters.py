"""The JSONPath of batch transform filters: a small subset of JSONPath."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.facts.jobs import TRANSFORM_FILTER_TYPES
from sagemaker_hosting.template.view import Value, View

CREATE_TRANSFORM_JOB: Final = "CreateTransformJob"
INPUT_FILTER: Final = "DataProcessing/InputFilter"
OUTPUT_FILTER: Final = "DataProcessing/OutputFilter"

_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_NOT_SUPPORTED: Final = (
    ("..", "the recursive descent .."),
    ("?", "a filter ?"),
    ("@", "the current element @"),
    ("(", "a function or script ()"),
)
_BRACKETS: Final = re.compile(r"\[([^\[\]]*)\]")
_SLICE: Final = re.compile(r"\s*(-?\d+)?\s*:\s*(-?\d+)?\s*")


def filters(request: View) -> Iterator[Value]:
    """Yield the filters of a transform job that are known."""
    for path in (INPUT_FILTER, OUTPUT_FILTER):
        value = request.get(path)
        if value.text is not None:
            yield value


def unsupported(path: str) -> str | None:
    """Return what of ``path`` is outside the subset; None when all is inside."""
    if not path.startswith("$"):
        return "no leading $"
    bare = _QUOTED.sub("''", path)
    return next((name for mark, name in _NOT_SUPPORTED if mark in bare), None)


def names(path: str) -> list[str]:
    """Return the field names that ``path`` goes through: ``id`` of ``$.id`` and ``$['id']``."""
    quoted = [text[1:-1] for text in _QUOTED.findall(path)]
    return quoted + re.findall(r"\.([^.\[\]*]+)", _QUOTED.sub("''", path))


def quoted_names(path: str) -> list[str]:
    """Return the names in brackets: ``id`` of ``$['id']``."""
    return [text[1:-1] for text in _QUOTED.findall(path)]


def indexes(path: str) -> list[int]:
    """Return the positions that the first brackets of ``path`` list: 0 and -1 of ``$[0,-1]``."""
    found = _BRACKETS.search(path)
    listed = found.group(1).split(",") if found else []
    return [int(each) for each in listed if re.fullmatch(r"\s*-?\d+\s*", each)]


def slices(path: str) -> Iterator[tuple[str, int, int]]:
    """Yield the slices of ``path`` that have both ends: as written, start, end."""
    for found in _BRACKETS.finditer(path):
        for each in found.group(1).split(","):
            ends = _SLICE.fullmatch(each)
            if ends is not None and ends.group(1) and ends.group(2):
                yield each.strip(), int(ends.group(1)), int(ends.group(2))


def media_type(value: Value) -> str | None:
    """Return a known content type without its parameters, in lower case."""
    return value.text.partition(";")[0].strip().lower() if value.text is not None else None


def processes(request: View) -> bool:
    """Return whether it is certain that the job filters or joins."""
    joined = request.get("DataProcessing/JoinSource").text
    filtered = any(value.text not in ("", "$") for value in filters(request))
    return joined == "Input" or filtered


def can_be_filtered(content_type: str) -> bool:
    """Return whether records of ``content_type`` can be filtered and joined."""
    return content_type in TRANSFORM_FILTER_TYPES.value
