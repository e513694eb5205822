"""Checks requests against botocore's service model, which is AWS's own description of its API."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

import botocore.session

from sagemaker_hosting.localaws.hosting.errors import invalid


@functools.cache
def service_model(service: str) -> Any:
    """Return botocore's model of a service."""
    return botocore.session.get_session().get_service_model(service)


def check(operation: str, request: dict[str, Any], service: str = "sagemaker") -> None:
    """Refuse a request as the service's front end does.

    Raises:
        ServiceError: ValidationException that lists every constraint broken.
    """
    problems = list(
        _problems(service_model(service).operation_model(operation).input_shape, request, "")
    )
    if problems:
        plural = "s" if len(problems) > 1 else ""
        listed = "; ".join(problems)
        raise invalid(f"{len(problems)} validation error{plural} detected: {listed}")


def unknown_members(
    operation: str, properties: dict[str, Any], service: str = "sagemaker"
) -> list[str]:
    """Return the paths of what a request has and the operation does not."""
    shape = service_model(service).operation_model(operation).input_shape
    return list(_unknown(shape, properties, "#"))


def coerce(
    operation: str, properties: dict[str, Any], service: str = "sagemaker"
) -> dict[str, Any]:
    """Return CloudFormation properties with the types of the API: templates may quote numbers."""
    shape = service_model(service).operation_model(operation).input_shape
    coerced: dict[str, Any] = _coerce(shape, properties)
    return coerced


def _problems(shape: Any, value: Any, path: str) -> Iterator[str]:
    kind = shape.type_name
    if kind == "structure" and isinstance(value, dict):
        for name in shape.required_members:
            if value.get(name) is None:
                yield _failed("null", _join(path, name), "Member must not be null")
        for name, member in shape.members.items():
            if value.get(name) is not None:
                yield from _problems(member, value[name], _join(path, name))
    elif kind == "list" and isinstance(value, list):
        yield from _length(shape, value, path)
        for index, item in enumerate(value, 1):
            yield from _problems(shape.member, item, f"{path}.{index}.member")
    elif kind == "map" and isinstance(value, dict):
        yield from _length(shape, value, path)
        for key, item in value.items():
            yield from _problems(shape.key, key, path)
            yield from _problems(shape.value, item, f"{path}.{key}.member")
    elif kind == "string" and isinstance(value, str):
        yield from _string(shape, value, path)
    elif kind in ("integer", "long", "float", "double") and isinstance(value, int | float):
        low, high = shape.metadata.get("min"), shape.metadata.get("max")
        if low is not None and value < low:
            yield _failed(value, path, f"Member must have value greater than or equal to {low}")
        if high is not None and value > high:
            yield _failed(value, path, f"Member must have value less than or equal to {high}")


def _string(shape: Any, value: str, path: str) -> Iterator[str]:
    if shape.enum and value not in shape.enum:
        allowed = ", ".join(shape.enum)
        yield _failed(value, path, f"Member must satisfy enum value set: [{allowed}]")
    yield from _length(shape, value, path)
    pattern = shape.metadata.get("pattern")
    if pattern and not _matches(pattern, value):
        yield _failed(value, path, f"Member must satisfy regular expression pattern: {pattern}")


def _length(shape: Any, value: Any, path: str) -> Iterator[str]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and len(value) < low:
        yield _failed(value, path, f"Member must have length greater than or equal to {low}")
    if high is not None and len(value) > high:
        yield _failed(value, path, f"Member must have length less than or equal to {high}")


def _matches(pattern: str, value: str) -> bool:
    """Match a whole value; patterns that only Java understands are taken as matched."""
    translated = pattern
    for java, ours in ((r"\p{L}", r"\w"), (r"\p{N}", r"\d"), (r"\p{Z}", r"\s")):
        translated = translated.replace(java, ours)
    try:
        return re.fullmatch(translated, value, re.DOTALL) is not None
    except re.error:
        return True


def _failed(value: Any, path: str, constraint: str) -> str:
    if value == "null":
        return f"Value null at '{path}' failed to satisfy constraint: {constraint}"
    return f"Value '{value}' at '{path}' failed to satisfy constraint: {constraint}"


def _join(path: str, name: str) -> str:
    lowered = name[:1].lower() + name[1:]
    return f"{path}.{lowered}" if path else lowered


def _unknown(shape: Any, value: Any, path: str) -> Iterator[str]:
    if shape.type_name == "structure" and isinstance(value, dict):
        for name, item in value.items():
            if name not in shape.members:
                yield f"{path}: extraneous key [{name}] is not permitted"
            else:
                yield from _unknown(shape.members[name], item, f"{path}/{name}")
    elif shape.type_name == "list" and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unknown(shape.member, item, f"{path}/{index}")


def _coerce(shape: Any, value: Any) -> Any:
    kind = shape.type_name
    if kind == "structure" and isinstance(value, dict):
        return {
            name: _coerce(shape.members[name], item) if name in shape.members else item
            for name, item in value.items()
        }
    if kind == "list" and isinstance(value, list):
        return [_coerce(shape.member, item) for item in value]
    if kind == "map" and isinstance(value, dict):
        return {key: _coerce(shape.value, item) for key, item in value.items()}
    try:
        if kind in ("integer", "long") and isinstance(value, str):
            return int(value)
        if kind in ("float", "double") and isinstance(value, str):
            return float(value)
    except ValueError:
        return value
    if kind == "boolean" and value in ("true", "false"):
        return value == "true"
    if kind == "string" and isinstance(value, bool):
        return "true" if value else "false"
    if kind == "string" and isinstance(value, int | float):
        return str(value)
    return value
