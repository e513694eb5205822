"""How files write durations, shares and parts of a fleet: ``10m``, ``1%``, ``10%`` or ``2``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

_DURATION: Final = re.compile(r"(\d+)(ms|s|m|h)")
_PERCENT: Final = re.compile(r"(\d+(?:\.\d+)?)%")
_UNITS: Final = {"ms": "milliseconds", "s": "seconds", "m": "minutes", "h": "hours"}


@dataclass(frozen=True)
class Part:
    """A part of a fleet: ``10%`` of it, or a number of instances.

    Attributes:
        value: How much.
        percent: Whether that is a share.
    """

    value: int
    percent: bool


def _duration(given: Any) -> timedelta:
    match = _DURATION.fullmatch(given) if isinstance(given, str) else None
    if match is None:
        raise _refused("is no duration", "write a whole number with ms, s, m or h, such as 10m")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _share(given: Any) -> float:
    match = _PERCENT.fullmatch(given) if isinstance(given, str) else None
    if match is None or float(match[1]) > 100:
        raise _refused("is no share", "write a percentage from 0% to 100%, such as 1%")
    return float(match[1]) / 100


def _percent(given: Any) -> int:
    match = _PERCENT.fullmatch(given) if isinstance(given, str) else None
    if match is None or "." in match[1] or int(match[1]) > 100:
        raise _refused("is no whole percentage", "write one from 0% to 100%, such as 10%")
    return int(match[1])


def _part(given: Any) -> Part:
    if isinstance(given, int) and not isinstance(given, bool) and given >= 1:
        return Part(given, percent=False)
    match = _PERCENT.fullmatch(given) if isinstance(given, str) else None
    if match is None or "." in match[1]:
        raise _refused(
            "is no part of a fleet",
            "write a whole percentage such as 10%, or a number of instances such as 2",
        )
    return Part(int(match[1]), percent=True)


def _refused(message: str, fix: str) -> PydanticCustomError:
    return PydanticCustomError("unit", "{message}", {"message": message, "fix": fix})


def _written_as(pattern: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$", "examples": list(examples)})


Duration = Annotated[
    timedelta, BeforeValidator(_duration), _written_as(r"\d+(ms|s|m|h)", "10m", "90s", "200ms")
]
Share = Annotated[float, BeforeValidator(_share), _written_as(r"\d+(\.\d+)?%", "1%", "0.5%")]
Percent = Annotated[int, BeforeValidator(_percent), _written_as(r"\d+%", "10%")]
FleetPart = Annotated[
    Part,
    BeforeValidator(_part),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^\d+%$", "examples": ["10%"]},
                {"type": "integer", "minimum": 1, "examples": [2]},
            ]
        }
    ),
]
