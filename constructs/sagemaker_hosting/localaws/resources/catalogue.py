"""Finds resource types by name: one module each, plus those that moto creates well enough."""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil

from sagemaker_hosting.localaws import resources
from sagemaker_hosting.localaws.resources.moto_types import MOTO_TYPES, MotoType
from sagemaker_hosting.localaws.resources.resource_type import ResourceType

_INFRASTRUCTURE = {"catalogue", "moto_types", "resource_type"}


@functools.cache
def own_types() -> dict[str, ResourceType]:
    """Return the types that have a module here, by CloudFormation name."""
    found: dict[str, ResourceType] = {}
    for module in pkgutil.iter_modules(resources.__path__):
        if module.name in _INFRASTRUCTURE or module.name.startswith("_"):
            continue
        for value in vars(importlib.import_module(f"{resources.__name__}.{module.name}")).values():
            if (
                isinstance(value, type)
                and issubclass(value, ResourceType)
                and not inspect.isabstract(value)
            ):
                found[value.type_name] = value()
    return found


@functools.cache
def find(type_name: str) -> ResourceType | None:
    """Return how to create a resource type, None for one that is not imitated."""
    if type_name in own_types():
        return own_types()[type_name]
    if type_name in MOTO_TYPES:
        return MotoType(type_name)
    return None


def type_names() -> list[str]:
    """Return every resource type that can be deployed, sorted."""
    return sorted({*own_types(), *MOTO_TYPES})
