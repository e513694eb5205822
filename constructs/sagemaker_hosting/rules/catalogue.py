"""Every rule there is, found by walking this package once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

import sagemaker_hosting.rules as package
from sagemaker_hosting.core.errors import NotFound
from sagemaker_hosting.core.rule import BaseRule, discover
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.rules.update_rule import UpdateRule

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
        "13": "serverless",
        "14": "asynchronous",
        "15": "shadow",
        "16": "explainability",
        "17": "registry",
        "18": "jobs",
        "19": "multi_model",
        "20": "updates",
        "21": "pipelines",
        "22": "invocation",
        "23": "model_monitor",
    }
)
"""The first two digits of a rule id and the folder they stand for. 90 to 99 are yours."""


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return one instance of every rule over one template, in the order of the ids.

    Raises:
        TypeError: If two rules share an id.
    """
    return discover(package, Rule)


@cache
def update_rules() -> tuple[UpdateRule, ...]:
    """Return one instance of every rule over two versions of a template, in the order of the ids.

    Raises:
        TypeError: If two rules share an id.
    """
    return discover(package, UpdateRule)


@cache
def every_rule() -> tuple[BaseRule, ...]:
    """Return the rules over one template and those over two, in the order of the ids."""
    return tuple(sorted((*all_rules(), *update_rules()), key=lambda rule: rule.id))


@cache
def rules_for(resource_type: str) -> tuple[Rule, ...]:
    """Return the rules that look at ``resource_type``, in the order of their ids."""
    return tuple(rule for rule in all_rules() if resource_type in rule.resource_types)


@cache
def template_rules_for(resource_type: str) -> tuple[Rule, ...]:
    """Return the rules for ``resource_type`` in a whole template: not those of the schema."""
    return tuple(rule for rule in rules_for(resource_type) if not rule.schema)


def by_id(identity: str) -> Rule:
    """Return the rule with the id ``identity``.

    Raises:
        NotFound: If there is none.
    """
    for rule in all_rules():
        if rule.id == identity:
            return rule
    raise NotFound(f"there is no rule {identity!r}", fix="list the ids with all_rules()")
