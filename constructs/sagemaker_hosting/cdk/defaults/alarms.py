"""Alarms and who is told of them, as a construct and the organisation's defaults state them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sagemaker_hosting.cdk.defaults.effective import Effective
from sagemaker_hosting.cdk.defaults.limits import required
from sagemaker_hosting.cdk.defaults.shown import is_same
from sagemaker_hosting.cdk.monitoring.rollback_alarm import ExistingAlarm, RollbackAlarm
from sagemaker_hosting.cdk.monitoring.watched import Watched
from sagemaker_hosting.core.errors import InvalidProps

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns


def chosen_topics(defaults: Effective, stated: Sequence[sns.ITopic] | None) -> Sequence[sns.ITopic]:
    """Return who is told: who is stated or else the default, and who always is."""
    always = required(defaults, "alarm_topics")
    more = stated if stated is not None else defaults.value("alarm_topics") or ()
    return [*always, *(topic for topic in more if not any(is_same(topic, one) for one in always))]


def chosen_alarms(
    defaults: Effective, stated: Sequence[RollbackAlarm] | None, watched: Watched
) -> Sequence[RollbackAlarm] | None:
    """Return the alarms that take an update back; None where neither side says anything.

    An alarm of the defaults on a metric that is not published of ``watched`` is left out.

    Args:
        defaults: The defaults that hold.
        stated: What the construct states; None: nothing.
        watched: An example of what they watch.

    Raises:
        InvalidProps: When no alarms are stated where some are enforced, or another of the same id.
    """
    always = _published(required(defaults, "rollback_on"), watched)
    if stated is None:
        usual = defaults.value("rollback_on")
        if usual is None and not always:
            return None
        stated = _published(usual or (), watched)
    elif always:
        _check_against(defaults, stated, always, watched)
    return [*always, *(alarm for alarm in stated if not _is_among(alarm, always, watched))]


def refuse_without_alarms(defaults: Effective, what: str) -> None:
    """Refuse an update that no alarm can take back, where alarms are enforced.

    Args:
        defaults: The defaults that hold.
        what: What is wrong.

    Raises:
        InvalidProps: When they are.
    """
    setting = defaults.enforced("rollback_on")
    if setting is not None and setting.value:
        raise setting.refusal(what, "choose what the enforced rollback alarms can watch")


def _published(alarms: Sequence[RollbackAlarm], watched: Watched) -> Sequence[RollbackAlarm]:
    return [alarm for alarm in alarms if _is_published(alarm, watched)]


def _is_published(alarm: RollbackAlarm, watched: Watched) -> bool:
    try:
        alarm.render(watched)
    except InvalidProps:
        return False
    return True


def _check_against(
    defaults: Effective,
    stated: Sequence[RollbackAlarm],
    always: Sequence[RollbackAlarm],
    watched: Watched,
) -> None:
    setting = defaults.enforced("rollback_on")
    assert setting is not None
    if not stated:
        raise setting.refusal(
            "rollback_on is empty", "leave out rollback_on: the enforced alarms are there by then"
        )
    for alarm in stated:
        if isinstance(alarm, ExistingAlarm) or _is_among(alarm, always, watched):
            continue
        if any(alarm.id == one.id for one in always):
            raise setting.refusal(
                f"rollback_on has another alarm {alarm.id!r} than the enforced one",
                "leave it out, or pass id=... to have both",
            )


def _is_among(alarm: RollbackAlarm, others: Sequence[RollbackAlarm], watched: Watched) -> bool:
    if isinstance(alarm, ExistingAlarm):
        return any(isinstance(one, ExistingAlarm) and one.alarm is alarm.alarm for one in others)
    if alarm.variant_name is not None:
        return False
    return any(
        alarm.id == one.id and alarm.render(watched) == one.render(watched) for one in others
    )
