"""Every rule there is, whatever it looks at: resources, updates, artifacts."""

from __future__ import annotations

import importlib
from functools import cache

from sagemaker_hosting.core.rule import BaseRule, discover

_PACKAGES = ("sagemaker_hosting.rules", "sagemaker_hosting.artifact")

ENGINE: dict[str, tuple[str, str]] = {
    "SMH0001": (
        "a rule failed",
        "A rule of the catalogue raised an error. Nothing is known about what it looks at.",
    ),
    "SMH0002": (
        "a file that is no readable template",
        "What cannot be read cannot be checked: the file is malformed, too large, too deep, binary "
        "or no template at all.",
    ),
    "SMH0003": (
        "an ignore that says too little",
        "Something is ignored only with a reason, and only where the rule exists.",
    ),
    "SMH0004": (
        "an ignore that nothing needs",
        "The rule finds nothing there any more, and would be silent when the mistake comes back.",
    ),
    "SMH0005": (
        "a key that is there twice",
        "The last of them counts, and the other is lost without a word.",
    ),
}
"""Title and rationale of what the checks themselves report, by id."""


@cache
def every_rule() -> tuple[BaseRule, ...]:
    """Return one instance of every rule, in the order of the ids."""
    found = {
        rule.id: rule
        for package in _PACKAGES
        for rule in discover(importlib.import_module(package), BaseRule)
    }
    return tuple(found[identity] for identity in sorted(found))


def find(identity: str) -> BaseRule | None:
    """Return the rule with the id ``identity``; None when there is none."""
    return next((rule for rule in every_rule() if rule.id == identity), None)


def exists(identity: str) -> bool:
    """Return whether a finding can have the id ``identity``."""
    return identity in ENGINE or find(identity) is not None


def describe(identity: str) -> tuple[str, str]:
    """Return title and rationale of a rule, ours or cfn-lint's; empty where nobody knows it."""
    if identity in ENGINE:
        return ENGINE[identity]
    rule = find(identity)
    if rule is not None:
        return rule.title, " ".join(rule.rationale.split())
    if identity[:1] in ("E", "W", "I"):
        from sagemaker_hosting.cli import cfn_lint

        return cfn_lint.describe(identity)
    return "", ""
