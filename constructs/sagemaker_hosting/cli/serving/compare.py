"""Whether an answer is the one that was expected."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import Any

_NUMBER = (int, float)


def difference(expected: bytes, actual: bytes, content_type: str, tolerance: float = 0.0) -> str:
    """Return the first difference between two answers; empty when there is none.

    JSON and CSV are compared by value, whatever the spaces and the order of keys; everything else
    byte by byte.

    Args:
        expected: What the answer should be.
        actual: What it is.
        content_type: The Content-Type of the answer.
        tolerance: How much numbers may differ, relative to the larger, and absolutely around 0.
            Default: not at all.
    """
    if expected == actual:
        return ""
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    if kind == "application/json" or kind.endswith("+json"):
        try:
            wanted, got = json.loads(expected), json.loads(actual)
        except ValueError:
            return _bytes(expected, actual)
        return _values(wanted, got, tolerance, "answer")
    if kind == "text/csv":
        try:
            return _values(_cells(expected), _cells(actual), tolerance, "answer")
        except ValueError:
            return _bytes(expected, actual)
    return _bytes(expected, actual)


def _values(wanted: Any, got: Any, tolerance: float, at: str) -> str:
    if _is_number(wanted) and _is_number(got):
        same = math.isclose(wanted, got, rel_tol=tolerance, abs_tol=tolerance)
        both_nan = math.isnan(wanted) and math.isnan(got)
        return "" if same or both_nan else f"{at} is {got!r}, expected {wanted!r}"
    if isinstance(wanted, list) and isinstance(got, list):
        if len(wanted) != len(got):
            return f"{at} has {len(got)} items, expected {len(wanted)}"
        pairs = enumerate(zip(wanted, got, strict=True))
        return next(
            filter(None, (_values(*pair, tolerance, f"{at}[{i}]") for i, pair in pairs)), ""
        )
    if isinstance(wanted, dict) and isinstance(got, dict):
        if wanted.keys() != got.keys():
            return f"{at} has the keys {sorted(got)}, expected {sorted(wanted)}"
        found = (_values(wanted[key], got[key], tolerance, f"{at}[{key!r}]") for key in wanted)
        return next(filter(None, found), "")
    if type(wanted) is type(got) and wanted == got:
        return ""
    return f"{at} is {got!r}, expected {wanted!r}"


def _is_number(value: Any) -> bool:
    return isinstance(value, _NUMBER) and not isinstance(value, bool)


def _cells(text: bytes) -> list[list[Any]]:
    rows = csv.reader(io.StringIO(text.decode()))
    return [[_cell(cell) for cell in row] for row in rows if row]


def _cell(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text.strip()


def _bytes(expected: bytes, actual: bytes) -> str:
    pairs = zip(expected, actual, strict=False)
    at = next((i for i, (one, other) in enumerate(pairs) if one != other), None)
    place = min(len(expected), len(actual)) if at is None else at
    return (
        f"answer of {len(actual)} bytes differs from the {len(expected)} expected at byte {place}: "
        f"{actual[place : place + 20]!r}, expected {expected[place : place + 20]!r}"
    )
