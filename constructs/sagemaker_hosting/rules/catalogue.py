"""Every rule there is, found by walking this package once."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Final

import sagemaker_hosting.rules as package
from sagemaker_hosting.core.errors import NotFound
from sagemaker_hosting.rules.rule import Rule

AREAS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "00": "engine",
        "01": "model",
        "02": "container",
        "03": "endpoint_config",
        "04": "endpoint",
        "05": "autoscaling",
        "06": "inference_component",
        "07": "artifact",
        "08": "iam",
        "09": "network",
        "10": "encryption",
        "11": "monitoring",
        "12": "cost",
    }
)
"""The first two digits of a rule id and the folder they stand for. 90 to 99 are yours."""

ENGINE_RULE: Final = "SMH0001"
"""The id of the finding that says a rule itself failed."""


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return one instance of every rule, in the order of the ids.

    Raises:
        TypeError: If two rules share an id.
    """
    by_identity: dict[str, Rule] = {}
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(found.name)
        for rule_class in _rules_in(module):
            twin = by_identity.get(rule_class.id)
            if twin is not None:
                raise TypeError(
                    f"{rule_class.__qualname__} and {type(twin).__qualname__} are both {twin.id}"
                )
            by_identity[rule_class.id] = rule_class()
    return tuple(by_identity[identity] for identity in sorted(by_identity))


@cache
def rules_for(resource_type: str) -> tuple[Rule, ...]:
    """Return the rules that look at ``resource_type``, in the order of their ids."""
    return tuple(rule for rule in all_rules() if resource_type in rule.resource_types)


def by_id(identity: str) -> Rule:
    """Return the rule with the id ``identity``.

    Raises:
        NotFound: If there is none.
    """
    for rule in all_rules():
        if rule.id == identity:
            return rule
    raise NotFound(f"there is no rule {identity!r}", fix="list the ids with all_rules()")


def _rules_in(module: ModuleType) -> list[type[Rule]]:
    """Return the rules that ``module`` itself defines; a base for others has no id."""
    return [
        item
        for item in vars(module).values()
        if inspect.isclass(item)
        and issubclass(item, Rule)
        and item.__module__ == module.__name__
        and hasattr(item, "id")
    ]
