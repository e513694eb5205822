"""Telling a value that is known at synthesis from one that CloudFormation will fill in.

CDK encodes an unresolved value inside an ordinary string, number or list. The encodings are part of
the CDK's contract, so they can be recognised without a round trip to Node.js, and the same question
can be asked of a plain template, where an unknown value is an intrinsic function.
"""

from __future__ import annotations

from typing import Any, Final

MAX_DEPTH: Final = 64
"""Lists and maps nested more deeply than this are not looked into: nothing real is."""

_TOKENS: Final = ("${Token[", "#{Token[")
# What CloudFormation looks up when it deploys.
_DYNAMIC_REFERENCE: Final = "{{resolve:"
# A number token is a double whose upper 16 bits are 0xFBFF: about -1.89e289.
_NUMBER_TOKEN_CEILING: Final = -1e288


def is_known(value: Any, depth: int = 0) -> bool:
    """Return whether ``value`` is plain data that can be compared, measured and parsed.

    Strings, numbers and booleans are known unless they carry a CDK token or a dynamic reference
    (``{{resolve:ssm:...}}``); a list or a mapping is known when everything in it is, and an
    intrinsic function (``{"Ref": ...}``) is not. Any other object (a CDK ``IResolvable``, say) is
    unknown, and so is what is nested more deeply than ``MAX_DEPTH``. ``None`` is known.
    """
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, str):
        return not is_token(value) and _DYNAMIC_REFERENCE not in value
    if isinstance(value, (int, float)):
        # Written so that NaN, which compares as false with everything, is a known number.
        return not value <= _NUMBER_TOKEN_CEILING
    if depth >= MAX_DEPTH:
        return False
    if isinstance(value, (list, tuple)):
        return all(is_known(item, depth + 1) for item in value)
    if isinstance(value, dict):
        return not is_intrinsic(value) and all(is_known(v, depth + 1) for v in value.values())
    return False


def is_token(text: str) -> bool:
    """Return whether a CDK token stands in ``text``, which may then come to nothing at all."""
    return "{Token[" in text and any(mark in text for mark in _TOKENS)


def is_intrinsic(value: Any) -> bool:
    """Return whether ``value`` is a CloudFormation intrinsic function call."""
    if not isinstance(value, dict) or len(value) != 1:
        return False
    (key,) = value
    return key in {"Ref", "Condition"} or (isinstance(key, str) and key.startswith("Fn::"))
