"""What can be no default, refused where it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from sagemaker_hosting.cdk._l1 import seconds
from sagemaker_hosting.cdk.component.rollout import ComponentRollout
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.monitoring.health_alarm import HealthAlarm
from sagemaker_hosting.cdk.monitoring.rollback_alarm import RollbackAlarm
from sagemaker_hosting.cdk.rollout.base import RolloutStrategy
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.naming import MAX_NAME_LENGTH
from sagemaker_hosting.core.tokens import is_known

if TYPE_CHECKING:
    from sagemaker_hosting.cdk.defaults.defaults import Defaults

RolloutKind = Literal["all_at_once", "canary", "linear", "rolling", "retained"]
"""The ways to roll out an update, as the methods of ``Rollout`` are called."""

SOURCE: Final = "docs/organisation-defaults.md"
_PREFIX: Final = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9-]*")
_SHORTEST_REST: Final = 20
"""What a prefix leaves at least of a generated name: a digest, and something to read around it."""


def check_defaults(defaults: Defaults) -> None:
    """Refuse what can be no default.

    Raises:
        InvalidProps: When something can be none.
    """
    for check in _CHECKS:
        check(defaults)


def _check_instance_types(defaults: Defaults) -> None:
    allowed = defaults.allowed_instance_types
    if allowed is None or isinstance(allowed, Explicit):
        return
    wrong = [
        name
        for name in ([allowed] if isinstance(allowed, str) else allowed)
        if is_known(name) and not name.startswith("ml.")
    ]
    if isinstance(allowed, str) or wrong or not allowed:
        raise InvalidProps(
            f"allowed_instance_types is {allowed!r}, not a list of instance types",
            fix="pass allowed_instance_types=['ml.m5.*', 'ml.g5.xlarge', ...]",
            source=SOURCE,
        )


def _check_rollouts(defaults: Defaults) -> None:
    kinds = get_args(RolloutKind)
    allowed = defaults.allowed_rollouts
    if allowed is not None and not isinstance(allowed, Explicit):
        unknown = [kind for kind in allowed if kind not in kinds]
        if isinstance(allowed, str) or unknown or not allowed:
            raise InvalidProps(
                f"allowed_rollouts is {allowed!r}, not a list of rollouts",
                fix=f"pass allowed_rollouts= some of {', '.join(kinds)}",
                source=SOURCE,
            )
    for name in ("rollout", "component_rollout"):
        rollout = getattr(defaults, name)
        if rollout is None or rollout is Explicit.NONE:
            continue
        of_component = isinstance(rollout, ComponentRollout)
        if not isinstance(rollout, RolloutStrategy) or of_component != (name != "rollout"):
            raise InvalidProps(
                f"{name} is "
                + (
                    f"a {type(rollout).__name__}"
                    if isinstance(rollout, RolloutStrategy)
                    else repr(rollout)
                ),
                fix="pass rollout=Rollout.canary(...) or another of Rollout, and "
                "component_rollout=ComponentRollout(...)",
                source=SOURCE,
            )
    if defaults.minimum_bake is not None:
        seconds(defaults.minimum_bake, "minimum_bake")


def _check_lists(defaults: Defaults) -> None:
    for name in ("alarm_topics", "security_groups"):
        listed: Any = getattr(defaults, name)
        if listed is None or isinstance(listed, Sequence):
            continue
        if name == "alarm_topics" or not isinstance(listed, Explicit):
            raise InvalidProps(
                f"{name} is not a sequence",
                fix=f"pass {name}=[...]; an empty one says that there are none",
                source=SOURCE,
            )


def _check_alarms(defaults: Defaults) -> None:
    alarms: Any = defaults.rollback_on
    if alarms is None:
        return
    if not isinstance(alarms, Sequence) or not all(
        isinstance(alarm, RollbackAlarm) and alarm.variant_name is None for alarm in alarms
    ):
        raise InvalidProps(
            "rollback_on is not a sequence of rollback alarms for any endpoint",
            fix="pass rollback_on=[RollbackAlarm.error_rate(above=0.01), ...], without "
            "variant_name",
            source=SOURCE,
        )


def _check_health_alarms(defaults: Defaults) -> None:
    alarms: Any = defaults.alarms
    if alarms is None:
        return
    if not isinstance(alarms, Sequence) or not all(
        isinstance(alarm, HealthAlarm) for alarm in alarms
    ):
        raise InvalidProps(
            "alarms is not a sequence of health alarms",
            fix="pass alarms=[HealthAlarm.error_rate(above=0.01), ...]",
            source=SOURCE,
        )


def _check_names(defaults: Defaults) -> None:
    prefix, pattern = defaults.name_prefix, defaults.name_pattern
    if prefix is not None and (not isinstance(prefix, str) or not is_known(prefix)):
        raise InvalidProps(
            "name_prefix is known only at deployment, and names are made at synthesis"
            if isinstance(prefix, str)
            else f"name_prefix is {prefix!r}, not a text",
            fix="pass a literal; name_prefix='' says that there is none",
            source=SOURCE,
        )
    if prefix and (not _PREFIX.fullmatch(prefix) or len(prefix) > MAX_NAME_LENGTH - _SHORTEST_REST):
        raise InvalidProps(
            f"name_prefix {prefix!r} has {len(prefix)} characters or others than letters, digits "
            "and inner hyphens",
            fix=f"use at most {MAX_NAME_LENGTH - _SHORTEST_REST}, the first one a letter or digit",
            source=SOURCE,
        )
    if isinstance(pattern, str):
        if not is_known(pattern):
            raise InvalidProps(
                "name_pattern is known only at deployment, and names are looked at at synthesis",
                fix="pass a literal",
                source=SOURCE,
            )
        try:
            re.compile(pattern)
        except re.error as error:
            raise InvalidProps(
                f"name_pattern {pattern!r} is no regular expression: {error}",
                fix=r"pass one such as r'(dev|prod)-[a-z0-9-]+'",
                source=SOURCE,
            ) from error


def _check_tags(defaults: Defaults) -> None:
    for key, value in (defaults.tags or {}).items():
        if not isinstance(key, str) or not isinstance(value, str):
            raise InvalidProps(
                f"tag {key!r} is {value!r}; tags are strings",
                fix="pass tags={'team': 'churn', ...}",
                source=SOURCE,
            )


_CHECKS: Final = (
    _check_instance_types,
    _check_rollouts,
    _check_lists,
    _check_alarms,
    _check_health_alarms,
    _check_names,
    _check_tags,
)
