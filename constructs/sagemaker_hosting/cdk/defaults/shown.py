"""Values of defaults in messages, and whether two of them are the same."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any, Final

import aws_cdk as cdk
from constructs import Construct

from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.operations.expiry import Expiry
from sagemaker_hosting.cdk.operations.logs import ContainerLogs
from sagemaker_hosting.cdk.rollout.base import RolloutStrategy
from sagemaker_hosting.cdk.scaling.off_hours import OffHours
from sagemaker_hosting.core.tokens import is_known

# What tells a resource from others of its kind, whichever construct stands for it.
_IDENTITIES: Final = (
    "key_arn",
    "vpc_id",
    "security_group_id",
    "managed_policy_arn",
    "topic_arn",
)


_SAYS_WHAT: Final = (RolloutStrategy, ContainerLogs, OffHours, Expiry)


def shown(value: Any) -> str:
    """Return ``value`` as a message shows it."""
    if value is Explicit.NONE:
        return "none"
    if isinstance(value, RolloutStrategy):
        return f"{rollout_kind(value)} with a bake of {_number(value.bake_seconds)} s"
    described = getattr(value, "described", None)
    if isinstance(described, str):
        return described
    if isinstance(value, cdk.Duration):
        return "a token" if value.is_unresolved() else value.to_human_string()
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, Construct) or hasattr(value, "node"):
        known = [text for text in (_identity(value),) if text is not None and is_known(text)]
        return known[0] if known else str(value.node.path)
    if isinstance(value, (list, tuple)):
        return ", ".join(shown(each) for each in value) or "nothing"
    return repr(value) if is_known(value) else "known only at deployment"


def is_same(one: Any, other: Any) -> bool:
    """Return whether two values of a default mean the same, as far as that is known."""
    if one is other:
        return True
    if isinstance(one, _SAYS_WHAT) and isinstance(other, _SAYS_WHAT):
        return type(one) is type(other) and bool(one.rendered == other.rendered)
    if _is_list(one) and _is_list(other):
        return len(one) == len(other) and all(map(is_same, one, other))
    here, there = _identity(one), _identity(other)
    if here is not None or there is not None:
        return here == there
    return bool(one == other)


def rollout_kind(rollout: RolloutStrategy) -> str:
    """Return what the method of ``Rollout`` is called that made ``rollout``."""
    name = type(rollout).__name__
    return {"AllAtOnce": "all_at_once", "ComponentRollout": "rolling"}.get(name, name.lower())


def _number(value: Any) -> str:
    return f"{value:g}" if is_known(value) else "so many"


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _identity(value: Any) -> str | None:
    for name in _IDENTITIES:
        found = getattr(value, name, None)
        if isinstance(found, str):
            return found
    return None
