"""Limits among the organisation's defaults: warnings, and refusals where they are enforced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from typing import Any

import aws_cdk as cdk
from constructs import IConstruct

from sagemaker_hosting.cdk.defaults.effective import Effective, Setting
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.defaults.shown import rollout_kind, shown
from sagemaker_hosting.cdk.rollout.base import RolloutStrategy
from sagemaker_hosting.cdk.rollout.retained import Retained
from sagemaker_hosting.core.tokens import is_known


def check_instance_types(
    construct: IConstruct, defaults: Effective, instance_types: Iterable[str]
) -> None:
    """Warn of instance types that are not allowed; refuse them where that is enforced.

    Raises:
        InvalidProps: When one is not, and the list is enforced.
    """
    limits = defaults.settings("allowed_instance_types")
    for name in instance_types if limits else ():
        for limit in limits:
            if limit.value is Explicit.NONE or not is_known(name):
                continue
            if not any(not is_known(one) or fnmatchcase(name, one) for one in limit.value):
                _report(
                    construct,
                    limit,
                    f"instance type {name} is not allowed",
                    f"choose one of {', '.join(limit.value)}",
                )


def check_rollout(
    construct: IConstruct, defaults: Effective, rollout: RolloutStrategy | None
) -> None:
    """Warn of a rollout of a kind that is not allowed, or of too short a bake.

    Args:
        construct: What is updated.
        defaults: The defaults that hold for it.
        rollout: How; None is SageMaker's own way, all at once without a bake.

    Raises:
        InvalidProps: When something is wrong with it, and the limit is enforced.
    """
    for limit in defaults.settings("allowed_rollouts"):
        kind = "all_at_once" if rollout is None else rollout_kind(rollout)
        if limit.value is not Explicit.NONE and kind not in limit.value:
            _report(
                construct,
                limit,
                f"the rollout is {kind}",
                f"choose one of {', '.join(limit.value)}",
            )
    for limit in defaults.settings("minimum_bake"):
        least = limit.seconds
        bake = 0 if rollout is None else rollout.bake_seconds
        if is_known([least, bake]) and bake < least:
            unknown = isinstance(rollout, Retained)
            _report(
                construct,
                limit,
                "the bake of a retained rollout is not in the template"
                if unknown
                else f"the rollout bakes for {bake:g} s",
                f"state a rollout with bake=Duration.seconds({least}) or more",
            )


def check_name(construct: IConstruct, defaults: Effective, name: str, argument: str) -> None:
    """Warn of a name that does not match the pattern; refuse one without the enforced prefix.

    Args:
        construct: What is named.
        defaults: The defaults that hold for it.
        name: The name.
        argument: The argument that states it.

    Raises:
        InvalidProps: When something is wrong with it, and that is enforced.
    """
    if not is_known(name):
        return
    for limit in defaults.settings("name_prefix"):
        if limit.enforced and not name.startswith(limit.value):
            raise limit.refusal(
                f"{argument} is {name!r}", f"let it begin with {limit.value!r}, or leave it out"
            )
    for limit in defaults.settings("name_pattern"):
        if limit.value is not Explicit.NONE and not re.fullmatch(limit.value, name):
            _report(
                construct,
                limit,
                f"{argument} is {name!r}",
                f"pass one that matches {limit.value}",
            )


def required(defaults: Effective, name: str) -> Sequence[Any]:
    """Return the members of every enforced list ``name``, the outer ones first."""
    members: list[Any] = []
    for setting in defaults.settings(name):
        if setting.enforced:
            members += [each for each in setting.value if each not in members]
    return members


def _report(construct: IConstruct, limit: Setting, what: str, fix: str) -> None:
    if limit.enforced:
        raise limit.refusal(what, fix)
    cdk.Annotations.of(construct).add_warning_v2(
        f"@sagemaker-hosting:{limit.name}",
        f"{what}, against the defaults of {limit.where} ({shown(limit.value)}); {fix}",
    )
