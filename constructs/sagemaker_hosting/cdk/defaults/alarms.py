"""Alarms and who is told of them, as a construct and the organisation's defaults state them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from sagemaker_hosting.cdk.defaults.effective import Effective
from sagemaker_hosting.cdk.defaults.limits import required
from sagemaker_hosting.cdk.defaults.shown import is_same
from sagemaker_hosting.cdk.monitoring.health_alarm import HealthAlarm
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
    return _chosen(defaults, "rollback_on", stated, watched)


def chosen_health_alarms(
    defaults: Effective, stated: Sequence[HealthAlarm] | None, watched: Watched
) -> Sequence[HealthAlarm] | None:
    """Return the alarms that tell somebody; None where neither side says anything.

    Arguments and errors as of `chosen_alarms`.
    """
    return _chosen(defaults, "alarms", stated, watched)


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


_Alarm = TypeVar("_Alarm", bound=RollbackAlarm | HealthAlarm)


def _chosen(
    defaults: Effective,
    name: str,
    stated: Sequence[_Alarm] | None,
    watched: Watched,
) -> Sequence[_Alarm] | None:
    def published(alarms: Sequence[_Alarm]) -> Sequence[_Alarm]:
        return [alarm for alarm in alarms if _is_published(_condition(alarm), watched)]

    always = published(required(defaults, name))
    there = [(alarm.id, _condition(alarm)) for alarm in always]
    if stated is not None and not always:
        return stated
    if stated is None:
        usual = defaults.value(name)
        listed = published(usual or ())
        if usual is None or (usual and not listed):
            # The kind's own alarms are better than none.
            return always or None
    else:
        listed = stated
        _check_against(
            defaults, name, [(each.id, _condition(each)) for each in stated], there, watched
        )
    return [
        *always,
        *(each for each in listed if not _is_among((each.id, _condition(each)), there, watched)),
    ]


def _condition(alarm: RollbackAlarm | HealthAlarm) -> RollbackAlarm:
    return alarm.condition if isinstance(alarm, HealthAlarm) else alarm


def _is_published(alarm: RollbackAlarm, watched: Watched) -> bool:
    try:
        alarm.render(watched)
    except InvalidProps:
        return False
    return True


_Named = tuple[str, RollbackAlarm]


def _check_against(
    defaults: Effective,
    name: str,
    stated: Sequence[_Named],
    always: Sequence[_Named],
    watched: Watched,
) -> None:
    setting = defaults.enforced(name)
    assert setting is not None
    if not stated:
        raise setting.refusal(
            f"{name} is empty", f"leave out {name}: the enforced alarms are there by then"
        )
    for alarm in stated:
        if isinstance(alarm[1], ExistingAlarm) or _is_among(alarm, always, watched):
            continue
        if any(alarm[0] == id for id, _ in always):
            raise setting.refusal(
                f"{name} has another alarm {alarm[0]!r} than the enforced one",
                "leave it out, or pass id=... to have both",
            )


def _is_among(named: _Named, others: Sequence[_Named], watched: Watched) -> bool:
    id, alarm = named
    if isinstance(alarm, ExistingAlarm):
        return any(isinstance(one, ExistingAlarm) and one.alarm is alarm.alarm for _, one in others)
    if alarm.variant_name is not None:
        return False
    return any(id == name and alarm.render(watched) == one.render(watched) for name, one in others)
